#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "update/metadata.h"

namespace weighmaster::update {

/// `told`: for what was verified before and is used without a network. It is verified again in all else, and
/// `expires` tells how old it is.
enum class Expiry { enforced, told };

/// `kept`: verified before by this program, so a snapshot may differ from the hash that a newer timestamp
/// states, and is needed just to see that nothing is rolled back.
enum class Provenance { fetched, kept };

/// The metadata that is believed, built up in the order of the client's workflow (TUF specification 1.0,
/// section 5): root, timestamp, snapshot, targets. What is added is verified against what is there, and joins
/// only if it holds. No network, no disk, no clock.
class TrustedSet {
 public:
  /// The root to begin with, which is trusted as it is, be it expired. Errors: update.malformed,
  /// update.signatures where it is not signed by itself.
  [[nodiscard]] static base::Result<TrustedSet> begin(BytesView root, base::TimePoint now,
                                                      Expiry expiry = Expiry::enforced);

  /// The next version, signed by the keys of the last one and by its own (5.3). Errors: update.malformed,
  /// update.signatures, update.version.
  [[nodiscard]] base::Result<void> add_root(BytesView json);
  /// Error: update.expired. An expired root on the way to the newest is no fault.
  [[nodiscard]] base::Result<void> root_is_current() const;

  /// False: it is of the version that is there already, and that one stays (5.4). Errors: update.malformed,
  /// update.signatures, update.version where it, or the snapshot that it names, goes back.
  [[nodiscard]] base::Result<bool> add_timestamp(BytesView json);
  /// Error: update.expired.
  [[nodiscard]] base::Result<void> timestamp_is_current() const;

  /// After a current timestamp (5.5). Errors: update.malformed, update.signatures, update.mismatch,
  /// update.version where a file that it lists goes back or has gone.
  [[nodiscard]] base::Result<void> add_snapshot(BytesView json, Provenance provenance);
  /// Errors: update.expired, update.version where it is not the one that the timestamp names.
  [[nodiscard]] base::Result<void> snapshot_is_current() const;

  /// The targets, or a role that `delegator`, which is here, delegates to (5.6, 5.7). After a current
  /// snapshot. Errors: update.malformed, update.signatures, update.mismatch, update.version, update.expired.
  [[nodiscard]] base::Result<void> add_targets(BytesView json, std::string_view role,
                                               std::string_view delegator);

  [[nodiscard]] const Root& root() const { return *root_; }
  /// Null before it was added.
  [[nodiscard]] const Timestamp* timestamp() const { return timestamp_.get(); }
  [[nodiscard]] const Snapshot* snapshot() const { return snapshot_.get(); }
  /// Null where the role was not verified against this delegator.
  [[nodiscard]] const Targets* targets(std::string_view role, std::string_view delegator) const;
  /// What the snapshot says of a role. Error: update.mismatch where it says nothing.
  [[nodiscard]] base::Result<FileMeta> file_of(std::string_view role) const;
  /// When the first of what is here expires.
  [[nodiscard]] base::TimePoint expires() const;

 private:
  TrustedSet(base::TimePoint now, Expiry expiry) : now_(now), expiry_(expiry) {}

  [[nodiscard]] base::Result<void> unexpired(const Stated& stated, std::string_view file) const;
  [[nodiscard]] base::Result<void> check_delegated(const Metadata<Targets>& metadata, std::string_view role,
                                                   std::string_view delegator) const;

  base::TimePoint now_;
  Expiry expiry_;
  std::shared_ptr<const Root> root_;
  std::shared_ptr<const Timestamp> timestamp_;
  std::shared_ptr<const Snapshot> snapshot_;
  std::map<std::string, std::shared_ptr<const Targets>, std::less<>> targets_;
  std::set<std::pair<std::string, std::string>> verified_;  // role and delegator
};

}  // namespace weighmaster::update
