#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "console.h"
#include "model/digest_cache.h"
#include "model/measure.h"
#include "options.h"

namespace weighmaster::terminal {

/// Where this person's programs keep the digests of earlier days: in the system's folder for what can be made
/// again (XDG_CACHE_HOME or ~/.cache; ~/Library/Caches; %LOCALAPPDATA%). Nothing where the system names none.
[[nodiscard]] std::optional<std::filesystem::path> digest_cache_file();

/// The cache for one run: empty, and never written, unless the person asked for it.
class StoredDigests {
 public:
  StoredDigests(bool asked, base::TimePoint now);

  /// Null where it was not asked for.
  [[nodiscard]] std::shared_ptr<const model::DigestCache> cache() const { return cache_; }
  /// Keeps what was hashed now.
  void remember(const model::Tree& tree, const model::Piece& piece, const crypto::Digest& digest);
  /// For measuring: what is in the cache, and what is to be kept. Lives no longer than this object.
  [[nodiscard]] model::KnownDigests known();
  /// Writes what is new; says so where that fails, since nothing else depends on it.
  void save(const CommonOptions& common, const Console& console) const;

 private:
  std::optional<std::filesystem::path> file_;
  std::shared_ptr<model::DigestCache> cache_;
  base::TimePoint now_;
  bool changed_ = false;
};

}  // namespace weighmaster::terminal
