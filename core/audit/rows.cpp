#include "audit/rows.h"

#include <algorithm>
#include <map>

namespace weighmaster::audit {
namespace {

using verdict::FileRow;
using verdict::FileState;
using verdict::Outcome;
using verdict::Report;
using verdict::StepId;

using Digests = std::map<std::string, crypto::Digest, std::less<>>;

/// What was signed, by the names of the manifest.
Digests signed_digests(const manifest::Manifest& manifest) {
  Digests digests;
  for (const auto& resource : manifest.resources()) digests.emplace(resource.name(), resource.digest);
  return digests;
}

/// The same as the row has it. A model of one file may be signed as ".".
Digests digests_of(const FileRow& row, bool names_only_dot) {
  Digests digests;
  const auto name = names_only_dot ? std::string(".") : row.name;
  if (row.expected) digests.emplace(name, *row.expected);
  for (const auto& shard : row.shards) {
    const auto shard_name = manifest::Resource{name, shard.range, crypto::digest({}, {})}.name();
    if (shard.expected) digests.emplace(shard_name, *shard.expected);
  }
  return digests;
}

/// Whether what was found is what was signed, of all of it.
bool is_as_signed(const FileRow& row) {
  const bool whole = !row.expected || row.expected == row.found;
  return whole && std::all_of(row.shards.begin(), row.shards.end(),
                              [](const auto& shard) { return shard.expected == shard.found; });
}

bool fits_its_state(const FileRow& row, const Report& report) {
  if (row.state == FileState::matches && !(row.is_signed() && is_as_signed(row))) return false;
  if (row.state == FileState::changed && is_as_signed(row)) return false;
  if (report.step(StepId::files).outcome == Outcome::passed && row.is_signed() &&
      row.state != FileState::matches)
    return false;
  return report.step(StepId::nothing_else).outcome != Outcome::passed || row.state != FileState::unsigned_;
}

}  // namespace

std::optional<std::string> row_that_does_not_fit(const Report& report) {
  for (const auto& row : report.files) {
    if (!fits_its_state(row, report)) return row.name;
  }
  if (!report.statement || !report.statement_is_signed || report.files.empty()) return std::nullopt;
  const auto& manifest = report.statement->manifest;
  auto left = signed_digests(manifest);
  for (const auto& row : report.files) {
    for (const auto& [name, digest] : digests_of(row, manifest.names_only_dot())) {
      const auto found = left.find(name);
      if (found == left.end() || found->second != digest) return row.name;
      left.erase(found);
    }
  }
  if (left.empty()) return std::nullopt;
  return left.begin()->first;
}

}  // namespace weighmaster::audit
