#include "audit/beside.h"

#include <algorithm>

#include "base/file.h"

namespace weighmaster::audit {
namespace {

using base::Code;
using verdict::FileRow;
using verdict::Report;
using verdict::StepId;
using verdict::Verdict;

/// Whether it is the digest of that part of the content; where none was found, nothing is said.
bool fits(const std::optional<crypto::Digest>& found, BytesView part) {
  return !found || crypto::digest(found->algorithm(), part) == *found;
}

bool is_of(const FileRow& row, BytesView content) {
  const auto part = [&](const manifest::ByteRange& range) {
    const auto end = std::min<std::uint64_t>(range.end, content.size());
    const auto start = std::min<std::uint64_t>(range.start, end);
    return content.subspan(start, end - start);
  };
  return fits(row.found, content) &&
         std::all_of(row.shards.begin(), row.shards.end(),
                     [&](const auto& shard) { return fits(shard.found, part(shard.range)); });
}

Report nothing_found(const std::filesystem::path& file, const verdict::VerifyRequest& request) {
  Report report = verdict::empty_report();
  report.model = file;
  report.checked_at = request.now;
  report.expectation = request.policy.expectation;
  report.step(StepId::signature_file).findings.push_back({Code::signature_not_found, base::utf8(file), {}});
  return report;
}

}  // namespace

std::optional<Beside> check_beside(const std::filesystem::path& file, BytesView content,
                                   verdict::VerifyRequest request, const base::Task& task) {
  auto signature = file;
  signature += beside_ending;
  std::error_code error;
  if (!std::filesystem::exists(std::filesystem::symlink_status(signature, error))) {
    if (std::holds_alternative<trust::NoExpectation>(request.policy.expectation)) return std::nullopt;
    return Beside{signature, nothing_found(file, request)};
  }
  request.model = file;
  request.signature = signature;
  Report report = verdict::verify_model(request, task);
  const bool is_same = std::all_of(report.files.begin(), report.files.end(),
                                   [&](const FileRow& row) { return is_of(row, content); });
  if (!is_same) {
    auto& step = report.step(StepId::files);
    step.findings.push_back({Code::folder_changing, base::utf8(file), {}});
    step.outcome = verdict::outcome_of(step.findings);
  }
  return Beside{signature, std::move(report)};
}

Verdict best_with(const Beside& beside) {
  const auto& report = beside.report;
  const auto found = verdict::verdict(report);
  const bool lacks_key = found == Verdict::undetermined && report.has(Code::key_missing);
  const bool is_unknown = verdict::expects_nobody(report) && (found == Verdict::unknown_signer || lacks_key);
  return is_unknown ? Verdict::trusted : found;
}

}  // namespace weighmaster::audit
