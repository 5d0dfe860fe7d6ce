#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "base/task.h"
#include "update/cache.h"
#include "update/source.h"
#include "update/trusted_set.h"

namespace weighmaster::update {

/// All that a client used to come to its targets, so that the same can be verified again without a network.
struct Evidence {
  std::map<std::int64_t, Bytes> roots;  // after the one it began with
  std::map<std::string, Bytes> metadata;
};

/// The client of the TUF specification 1.0 (section 5): brings its trusted set up to date from a source, step
/// by step, and looks targets up in it. Whatever fails, the set and the cache hold only what was verified.
class Updater {
 public:
  /// `root` is believed as it is. Without a cache nothing is written, nor read. The source outlives it.
  /// Errors: TrustedSet::begin's.
  [[nodiscard]] static base::Result<Updater> begin(BytesView root, Source& source, std::optional<Cache> cache,
                                                   base::TimePoint now, Expiry expiry = Expiry::enforced);

  /// Root, timestamp, snapshot and targets, once. Errors: Source's, TrustedSet's, file.not_written.
  [[nodiscard]] base::Result<void> refresh(const base::Task& task);

  /// After a refresh: what the most trusted role says of the target, delegations followed in their order
  /// (section 5.7.7), at most limits::delegated_roles of them. Errors: update.target_missing, refresh's.
  [[nodiscard]] base::Result<TargetFile> find(std::string_view target, const base::Task& task);
  /// The target's verified content. Errors: Source's, update.mismatch.
  [[nodiscard]] base::Result<Bytes> fetch(const TargetFile& file, const base::Task& task);

  [[nodiscard]] const TrustedSet& trusted() const { return set_; }
  [[nodiscard]] const Evidence& evidence() const { return evidence_; }

 private:
  Updater(TrustedSet set, Source& source, std::optional<Cache> cache)
      : set_(std::move(set)), source_(&source), cache_(std::move(cache)) {}

  [[nodiscard]] base::Result<void> refresh_root(const base::Task& task);
  [[nodiscard]] base::Result<bool> next_root(const base::Task& task);
  [[nodiscard]] base::Result<void> refresh_timestamp(const base::Task& task);
  [[nodiscard]] base::Result<void> refresh_snapshot(const base::Task& task);
  [[nodiscard]] base::Result<void> load_targets(std::string_view role, std::string_view delegator,
                                                const base::Task& task);
  [[nodiscard]] base::Result<Bytes> download(std::string_view role, const FileMeta& meta, std::uint64_t most,
                                             const base::Task& task);
  [[nodiscard]] std::optional<Bytes> cached(std::string_view role) const;
  [[nodiscard]] base::Result<void> keep(std::string_view role, Bytes json);

  TrustedSet set_;
  Source* source_;
  std::optional<Cache> cache_;
  Evidence evidence_;
};

}  // namespace weighmaster::update
