#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "manifest/manifest.h"

namespace weighmaster::manifest {

/// How a file stands to what was signed.
enum class Agreement : std::uint8_t { matches, changed, missing, unsigned_ };

struct ShardDifference {
  ByteRange range;
  std::optional<crypto::Digest> expected;
  std::optional<crypto::Digest> found;
};

struct FileDifference {
  std::string path;
  Agreement agreement = Agreement::matches;
  /// The whole file's digests (method `files`).
  std::optional<crypto::Digest> expected;
  std::optional<crypto::Digest> found;
  /// The file's shards (method `shards`), by start.
  std::vector<ShardDifference> shards;
};

/// Both sides by path, in code point order: one row a file that either side knows. `found` may lack any file
/// and may hold others. A file whose shards are not all the signed ones has changed.
[[nodiscard]] std::vector<FileDifference> difference(const std::vector<Resource>& expected,
                                                     const std::vector<Resource>& found);

}  // namespace weighmaster::manifest
