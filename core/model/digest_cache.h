#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "crypto/digest.h"
#include "manifest/name.h"
#include "model/access.h"
#include "model/hashing.h"
#include "model/tree.h"

namespace weighmaster::model {

/// Digests of earlier days, on this computer's disk: each belongs to a file as it was then, known by device,
/// inode, size and both times to the nanosecond. That such a file is still the same is likely, not proven: a
/// digest from here is never evidence in a verdict (docs/decisions/0012).
class DigestCache {
 public:
  struct Entry {
    crypto::Digest digest;
    base::TimePoint hashed_at;
  };

  /// What can't be read as a whole cache is an empty one: a cache is never worth an error.
  [[nodiscard]] static DigestCache parse(BytesView text);
  /// The newest entries, as many as limits::cached_digests; the same text for the same entries.
  [[nodiscard]] std::string text() const;

  /// The digest of a piece whose file is exactly the one that was hashed then.
  [[nodiscard]] std::optional<Entry> find(const Tree& tree, const Piece& piece,
                                          crypto::DigestAlgorithm algorithm) const;

  /// A piece that was hashed now, and was as listed before and after. Not kept where the file changed within
  /// the last two seconds: another write within one tick of the file system's clock would leave no trace.
  void remember(const Tree& tree, const Piece& piece, const crypto::Digest& digest, base::TimePoint now);

  [[nodiscard]] std::size_t size() const { return entries_.size(); }

 private:
  struct Key {
    access::Stamp stamp;
    crypto::DigestAlgorithm algorithm = crypto::DigestAlgorithm::sha256;
    manifest::ByteRange range;

    friend bool operator==(const Key&, const Key&) = default;
  };
  struct KeyHash {
    std::size_t operator()(const Key& key) const;
  };

  [[nodiscard]] static std::string line(const Key& key, const Entry& entry);
  [[nodiscard]] bool add_line(std::string_view line);

  std::unordered_map<Key, Entry, KeyHash> entries_;
};

/// The cache in this file; an empty one where there is none, or where others than the person could have
/// written it.
[[nodiscard]] DigestCache load_digest_cache(const std::filesystem::path& file);

/// Writes the cache in one step, with its folder where that is missing. Error: file.not_written.
[[nodiscard]] base::Result<void> save_digest_cache(const DigestCache& cache,
                                                   const std::filesystem::path& file);

}  // namespace weighmaster::model
