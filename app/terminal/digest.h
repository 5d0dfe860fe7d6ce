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
  /// Into how many parts the work is cut; nothing is hashed then.
  std::optional<std::uint64_t> plan;
  /// The part to hash, from 1, of the plan in the file `of`.
  std::optional<std::uint64_t> part;
  std::string of;
  /// A result that is there already is kept.
  bool resume = false;
};

/// Answers with the root digest of a model, and writes the digests of its files where that is asked for; of a
/// part of a model it only writes, and so it does with a plan. Returns 0, or 5 where a file can't be read.
[[nodiscard]] int digest(const DigestOptions& options, const CommonOptions& common, const Console& console);

}  // namespace weighmaster::terminal
