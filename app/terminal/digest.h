#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "console.h"
#include "options.h"

namespace weighmaster::terminal {

struct DigestOptions {
  std::string path;
  FolderOptions folder;
  std::string hash = "sha256";
  std::optional<std::uint64_t> shard_size;
};

/// Answers with the root digest of a model. Returns 0, or 5 where a file can't be read.
[[nodiscard]] int digest(const DigestOptions& options, const CommonOptions& common, const Console& console);

}  // namespace weighmaster::terminal
