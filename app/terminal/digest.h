#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "console.h"
#include "options.h"

namespace weighmaster::terminal {

struct DigestOptions {
  std::string path;
  FolderOptions folder;
  std::string hash = "sha256";
  std::optional<std::uint64_t> shard_size;
  std::vector<std::string> only;
  std::optional<std::string> output;
  bool use_digest_cache = false;
};

/// Answers with the root digest of a model, and writes the digests of its files where that is asked for; of a
/// part of a model it only writes. Returns 0, or 5 where a file can't be read.
[[nodiscard]] int digest(const DigestOptions& options, const CommonOptions& common, const Console& console);

}  // namespace weighmaster::terminal
