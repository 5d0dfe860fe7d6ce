#include "update/trusted_set.h"

#include <algorithm>

namespace weighmaster::update {
namespace {

using base::Code;
using base::fail;
using base::Result;

constexpr std::string_view root_file = "root.json";
constexpr std::string_view timestamp_file = "timestamp.json";
constexpr std::string_view snapshot_file = "snapshot.json";

std::string file_name(std::string_view role) {
  return std::string(role) + ".json";
}

std::string not_wanted(std::int64_t version, std::string_view relation, std::int64_t wanted) {
  return "version " + std::to_string(version) + ", " + std::string(relation) + " " + std::to_string(wanted);
}

/// Both roots must have let it pass; for the first they are the same one (5.3.4).
Result<void> check_root(const Metadata<Root>& metadata, const Root& before) {
  if (auto good =
          check_signatures(root_file, before.root, before.keys, metadata.message, metadata.signatures);
      !good) {
    return good;
  }
  const auto& own = metadata.content;
  return check_signatures(root_file, own.root, own.keys, metadata.message, metadata.signatures);
}

/// Section 5.5.5: nothing that was listed may go, or go back.
Result<void> check_nothing_goes_back(const Snapshot& before, const Snapshot& after) {
  for (const auto& [name, meta] : before.files) {
    const auto found = after.files.find(name);
    if (found == after.files.end()) {
      return fail(Code::update_version, std::string(snapshot_file), "it no longer lists " + name);
    }
    if (found->second.version < meta.version) {
      return fail(Code::update_version, name,
                  not_wanted(found->second.version, "before it was", meta.version));
    }
  }
  return {};
}

}  // namespace

Result<TrustedSet> TrustedSet::begin(BytesView json, base::TimePoint now, Expiry expiry) {
  auto metadata = parse_root(json, root_file);
  if (!metadata) return fail(metadata.error());
  if (auto good = check_root(*metadata, metadata->content); !good) return fail(good.error());
  TrustedSet set(now, expiry);
  set.root_ = std::make_shared<const Root>(std::move(metadata->content));
  return set;
}

Result<void> TrustedSet::add_root(BytesView json) {
  auto metadata = parse_root(json, root_file);
  if (!metadata) return fail(metadata.error());
  const auto version = metadata->content.version;
  if (version != root_->version + 1) {
    return fail(Code::update_version, std::string(root_file),
                not_wanted(version, "wanted is", root_->version + 1));
  }
  if (auto good = check_root(*metadata, *root_); !good) return good;
  root_ = std::make_shared<const Root>(std::move(metadata->content));
  return {};
}

/// The end itself is too late (section 5.3.10 and the like: "expires" is the first moment at which it is).
Result<void> TrustedSet::unexpired(const Stated& stated, std::string_view file) const {
  if (expiry_ == Expiry::told || now_ < stated.expires) return {};
  return fail(Code::update_expired, std::string(file), base::to_rfc3339(stated.expires));
}

Result<void> TrustedSet::root_is_current() const {
  return unexpired(*root_, root_file);
}

Result<bool> TrustedSet::add_timestamp(BytesView json) {
  auto metadata = parse_timestamp(json, timestamp_file);
  if (!metadata) return fail(metadata.error());
  if (auto good = check_signatures(timestamp_file, root_->timestamp, root_->keys, metadata->message,
                                   metadata->signatures);
      !good) {
    return fail(good.error());
  }
  const auto& added = metadata->content;
  if (timestamp_) {
    if (added.version < timestamp_->version) {
      return fail(Code::update_version, std::string(timestamp_file),
                  not_wanted(added.version, "before it was", timestamp_->version));
    }
    if (added.version == timestamp_->version) return false;
    if (added.snapshot.version < timestamp_->snapshot.version) {
      return fail(Code::update_version, std::string(snapshot_file),
                  not_wanted(added.snapshot.version, "before it was", timestamp_->snapshot.version));
    }
  }
  timestamp_ = std::make_shared<const Timestamp>(std::move(metadata->content));
  return true;
}

Result<void> TrustedSet::timestamp_is_current() const {
  return unexpired(*timestamp_, timestamp_file);
}

Result<void> TrustedSet::add_snapshot(BytesView json, Provenance provenance) {
  if (auto current = timestamp_is_current(); !current) return current;
  if (provenance == Provenance::fetched) {
    const auto& announced = timestamp_->snapshot;
    if (auto same = check_content(snapshot_file, json, announced.length, announced.hashes); !same)
      return same;
  }
  auto metadata = parse_snapshot(json, snapshot_file);
  if (!metadata) return fail(metadata.error());
  if (auto good = check_signatures(snapshot_file, root_->snapshot, root_->keys, metadata->message,
                                   metadata->signatures);
      !good) {
    return good;
  }
  if (snapshot_) {
    if (auto good = check_nothing_goes_back(*snapshot_, metadata->content); !good) return good;
  }
  snapshot_ = std::make_shared<const Snapshot>(std::move(metadata->content));
  return {};
}

Result<void> TrustedSet::snapshot_is_current() const {
  if (auto good = unexpired(*snapshot_, snapshot_file); !good) return good;
  if (snapshot_->version == timestamp_->snapshot.version) return {};
  return fail(Code::update_version, std::string(snapshot_file),
              not_wanted(snapshot_->version, "announced was", timestamp_->snapshot.version));
}

Result<void> TrustedSet::check_delegated(const Metadata<Targets>& metadata, std::string_view role,
                                         std::string_view delegator) const {
  const auto file = file_name(role);
  if (delegator == root_role) {
    return check_signatures(file, root_->targets, root_->keys, metadata.message, metadata.signatures);
  }
  const auto from = targets_.find(delegator);
  if (from != targets_.end()) {
    const auto& all = from->second->delegations;
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Delegation& one) { return one.name == role; });
    if (found != all.end()) {
      return check_signatures(file, *found, from->second->keys, metadata.message, metadata.signatures);
    }
  }
  return fail(Code::update_signatures, file, "nobody delegates to it");
}

Result<void> TrustedSet::add_targets(BytesView json, std::string_view role, std::string_view delegator) {
  if (auto current = snapshot_is_current(); !current) return current;
  const auto file = file_name(role);
  const auto announced = file_of(role);
  if (!announced) return fail(announced.error());
  if (auto same = check_content(file, json, announced->length, announced->hashes); !same) return same;
  auto metadata = parse_targets(json, file);
  if (!metadata) return fail(metadata.error());
  if (auto good = check_delegated(*metadata, role, delegator); !good) return good;
  if (const auto version = metadata->content.version; version != announced->version) {
    return fail(Code::update_version, file, not_wanted(version, "announced was", announced->version));
  }
  if (auto good = unexpired(metadata->content, file); !good) return good;
  targets_[std::string(role)] = std::make_shared<const Targets>(std::move(metadata->content));
  verified_.emplace(role, delegator);
  return {};
}

const Targets* TrustedSet::targets(std::string_view role, std::string_view delegator) const {
  const auto found = targets_.find(role);
  const bool verified = verified_.contains({std::string(role), std::string(delegator)});
  return found == targets_.end() || !verified ? nullptr : found->second.get();
}

Result<FileMeta> TrustedSet::file_of(std::string_view role) const {
  const auto file = file_name(role);
  const auto found = snapshot_->files.find(file);
  if (found == snapshot_->files.end())
    return fail(Code::update_mismatch, file, "the snapshot does not list it");
  return found->second;
}

base::TimePoint TrustedSet::expires() const {
  auto first = root_->expires;
  if (timestamp_) first = std::min(first, timestamp_->expires);
  if (snapshot_) first = std::min(first, snapshot_->expires);
  for (const auto& [role, targets] : targets_) first = std::min(first, targets->expires);
  return first;
}

}  // namespace weighmaster::update
