#include <algorithm>

#include "base/limits.h"
#include "fuzz.h"
#include "update/trusted_set.h"

using namespace weighmaster;
using fuzz::must;

namespace {

void check_stated(const update::Stated& stated) {
  must(stated.version >= 1, "versions begin at one");
}

void check_role(const update::Role& role) {
  must(role.threshold >= 1, "somebody has to sign");
  must(role.threshold <= static_cast<std::size_t>(base::limits::threshold), "thresholds are capped");
  auto ids = role.key_ids;
  std::sort(ids.begin(), ids.end());
  must(std::adjacent_find(ids.begin(), ids.end()) == ids.end(), "no key id stands there twice");
}

}  // namespace

/// Metadata that is read states versions and thresholds of at least one, and delegates to no top-level role.
/// A set that begins with a root has one that signed itself.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const BytesView input(data, size);
  if (const auto root = update::parse_root(input, "root.json")) {
    check_stated(root->content);
    for (const auto* role :
         {&root->content.root, &root->content.timestamp, &root->content.snapshot, &root->content.targets}) {
      check_role(*role);
    }
    const auto set = update::TrustedSet::begin(input, base::from_unix_seconds(0));
    if (set) must(root->signatures.size() >= root->content.root.threshold, "enough keys signed");
  }
  if (const auto timestamp = update::parse_timestamp(input, "timestamp.json")) {
    check_stated(timestamp->content);
    must(timestamp->content.snapshot.version >= 1, "versions begin at one");
  }
  if (const auto snapshot = update::parse_snapshot(input, "snapshot.json")) {
    check_stated(snapshot->content);
    for (const auto& [name, file] : snapshot->content.files) must(file.version >= 1, "versions begin at one");
  }
  if (const auto targets = update::parse_targets(input, "targets.json")) {
    check_stated(targets->content);
    for (const auto& [name, file] : targets->content.files) must(!file.hashes.empty(), "targets have a hash");
    for (const auto& delegation : targets->content.delegations) {
      check_role(delegation);
      must(!delegation.name.empty() && delegation.name != update::targets_role, "delegated roles have names");
    }
  }
  return 0;
}
