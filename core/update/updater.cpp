#include "update/updater.h"

#include <algorithm>
#include <set>
#include <vector>

#include "base/limits.h"
#include "update/pattern.h"

namespace weighmaster::update {
namespace {

using base::Code;
using base::fail;
using base::Result;

/// A role that is still to be looked at, and who sends there.
struct Visit {
  std::string role;
  std::string delegator;
};

/// The roles that this one sends to for the target, last one first, as a stack takes them.
std::vector<Visit> next_visits(const Targets& targets, const std::string& role, std::string_view target,
                               bool& terminating) {
  std::vector<Visit> visits;
  for (const auto& delegation : targets.delegations) {
    if (!is_for(delegation, target)) continue;
    visits.push_back({delegation.name, role});
    terminating = delegation.terminating;
    if (terminating) break;
  }
  std::reverse(visits.begin(), visits.end());
  return visits;
}

}  // namespace

Result<Updater> Updater::begin(BytesView root, Source& source, std::optional<Cache> cache,
                               base::TimePoint now, Expiry expiry) {
  auto set = TrustedSet::begin(root, now, expiry);
  if (!set) return fail(set.error());
  if (cache) {
    if (auto kept = cache->keep_root(set->root().version, root); !kept) return fail(kept.error());
  }
  return Updater(std::move(*set), source, std::move(cache));
}

Result<void> Updater::refresh(const base::Task& task) {
  if (auto done = refresh_root(task); !done) return done;
  if (auto done = refresh_timestamp(task); !done) return done;
  if (auto done = refresh_snapshot(task); !done) return done;
  return load_targets(targets_role, root_role, task);
}

/// Section 5.3. At the cap the newest that was reached has to do (5.3.3), if it has not expired.
Result<void> Updater::refresh_root(const base::Task& task) {
  for (int rotation = 0; rotation < base::limits::root_rotations; ++rotation) {
    const auto more = next_root(task);
    if (!more) return fail(more.error());
    if (!*more) break;
  }
  return set_.root_is_current();
}

/// False: there is none.
Result<bool> Updater::next_root(const base::Task& task) {
  const auto version = set_.root().version + 1;
  if (const auto local = cache_ ? cache_->root(version) : std::nullopt; local && set_.add_root(*local)) {
    evidence_.roots[version] = *local;
    if (auto kept = cache_->keep(root_role, *local); !kept) return fail(kept.error());
    return true;
  }
  const auto fetched = source_->root(version, task);
  if (!fetched) return fail(fetched.error());
  if (!*fetched) return false;
  if (auto added = set_.add_root(**fetched); !added) return fail(added.error());
  evidence_.roots[version] = **fetched;
  if (cache_) {
    if (auto kept = cache_->keep_root(version, **fetched); !kept) return fail(kept.error());
  }
  return true;
}

/// Section 5.4. The one that is kept may have expired: it still tells what is older.
Result<void> Updater::refresh_timestamp(const base::Task& task) {
  if (const auto local = cached(timestamp_role); local && set_.add_timestamp(*local)) {
    evidence_.metadata[std::string(timestamp_role)] = *local;
  }
  const Wanted wanted{std::string(timestamp_role), std::nullopt, base::limits::timestamp_metadata_bytes};
  auto fetched = source_->metadata(wanted, task);
  if (!fetched) return fail(fetched.error());
  const auto added = set_.add_timestamp(*fetched);
  if (!added) return fail(added.error());
  if (auto current = set_.timestamp_is_current(); !current) return current;
  return *added ? keep(timestamp_role, std::move(*fetched)) : Result<void>();
}

/// Section 5.5. The one that is kept will do where it is the one announced.
Result<void> Updater::refresh_snapshot(const base::Task& task) {
  if (const auto local = cached(snapshot_role); local && set_.add_snapshot(*local, Provenance::kept)) {
    if (set_.snapshot_is_current()) {
      evidence_.metadata[std::string(snapshot_role)] = *local;
      return {};
    }
  }
  auto fetched =
      download(snapshot_role, set_.timestamp()->snapshot, base::limits::snapshot_metadata_bytes, task);
  if (!fetched) return fail(fetched.error());
  if (auto added = set_.add_snapshot(*fetched, Provenance::fetched); !added) return added;
  if (auto current = set_.snapshot_is_current(); !current) return current;
  return keep(snapshot_role, std::move(*fetched));
}

/// Sections 5.6 and 5.7.
Result<void> Updater::load_targets(std::string_view role, std::string_view delegator,
                                   const base::Task& task) {
  if (set_.targets(role, delegator) != nullptr) return {};
  if (const auto local = cached(role); local && set_.add_targets(*local, role, delegator)) {
    evidence_.metadata[std::string(role)] = *local;
    return {};
  }
  const auto meta = set_.file_of(role);
  if (!meta) return fail(meta.error());
  auto fetched = download(role, *meta, base::limits::targets_metadata_bytes, task);
  if (!fetched) return fail(fetched.error());
  if (auto added = set_.add_targets(*fetched, role, delegator); !added) return added;
  return keep(role, std::move(*fetched));
}

Result<Bytes> Updater::download(std::string_view role, const FileMeta& meta, std::uint64_t most,
                                const base::Task& task) {
  Wanted wanted{std::string(role), std::nullopt, std::min(meta.length.value_or(most), most)};
  if (set_.root().consistent_snapshot) wanted.version = meta.version;
  return source_->metadata(wanted, task);
}

std::optional<Bytes> Updater::cached(std::string_view role) const {
  return cache_ ? cache_->metadata(role) : std::nullopt;
}

Result<void> Updater::keep(std::string_view role, Bytes json) {
  auto kept = cache_ ? cache_->keep(role, json) : Result<void>();
  evidence_.metadata[std::string(role)] = std::move(json);
  return kept;
}

Result<TargetFile> Updater::find(std::string_view target, const base::Task& task) {
  std::vector<Visit> to_visit{{std::string(targets_role), std::string(root_role)}};
  std::set<std::string> visited;
  while (!to_visit.empty() && visited.size() <= base::limits::delegated_roles) {
    const auto [role, delegator] = std::move(to_visit.back());
    to_visit.pop_back();
    if (!visited.insert(role).second) continue;  // roles may send to each other in a circle
    if (auto loaded = load_targets(role, delegator, task); !loaded) return fail(loaded.error());
    const auto& targets = *set_.targets(role, delegator);
    if (const auto found = targets.files.find(target); found != targets.files.end()) return found->second;
    bool terminating = false;
    const auto next = next_visits(targets, role, target, terminating);
    if (terminating) to_visit.clear();
    to_visit.insert(to_visit.end(), next.begin(), next.end());
  }
  return fail(Code::update_target_missing, std::string(target));
}

Result<Bytes> Updater::fetch(const TargetFile& file, const base::Task& task) {
  auto content = source_->target(file, set_.root().consistent_snapshot, task);
  if (!content) return content;
  if (auto same = check_content(file.name, *content, file.length, file.hashes); !same)
    return fail(same.error());
  return content;
}

}  // namespace weighmaster::update
