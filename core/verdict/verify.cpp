#include "verdict/verify.h"

#include <algorithm>
#include <set>

#include "base/file.h"
#include "verdict/discovery.h"
#include "verdict/examination.h"
#include "verdict/steps/files.h"

namespace weighmaster::verdict {
namespace {

namespace fs = std::filesystem;
using base::Code;
using base::Finding;

Verdict provisional(const Report& report) {
  Report evidence = report;
  // As if the files were fine: what they are is not known yet, and the same for every signature.
  evidence.step(StepId::files).outcome = Outcome::passed;
  evidence.step(StepId::nothing_else).outcome = Outcome::passed;
  return verdict(evidence);
}

std::vector<Finding> all_findings(const Report& report) {
  std::vector<Finding> findings;
  for (const auto& step : report.steps)
    findings.insert(findings.end(), step.findings.begin(), step.findings.end());
  return findings;
}

Report without_signature(const VerifyRequest& request, std::vector<fs::path> looked_in) {
  Report report = empty_report();
  report.model = request.model;
  report.checked_at = request.now;
  report.expectation = request.policy.expectation;
  report.allow_unsigned_files = request.policy.allow_unsigned_files;
  // A model that isn't there is not an unsigned one.
  std::error_code error;
  const auto code = fs::exists(request.model, error) ? Code::signature_not_found : Code::file_not_found;
  report.step(StepId::signature_file).findings.push_back({code, base::utf8(request.model), {}});
  report.looked_in = std::move(looked_in);
  return report;
}

/// Each signature that was found is examined alone; the one that satisfies the expectation best decides, all
/// are listed.
Report examine_found(const VerifyRequest& request) {
  const auto discovery = find_signatures(request.model);
  if (discovery.found.empty()) return without_signature(request, discovery.looked_in);
  std::vector<Report> reports;
  for (const auto& path : discovery.found) reports.push_back(examine_signature(request, path));
  const auto best = std::min_element(reports.begin(), reports.end(), [](const Report& a, const Report& b) {
    return provisional(a) < provisional(b);
  });
  Report chosen = *best;
  chosen.looked_in = discovery.looked_in;
  for (const auto& report : reports) {
    if (report.signature != chosen.signature)
      chosen.other_signatures.push_back({*report.signature, all_findings(report)});
  }
  return chosen;
}

model::ListOptions list_options(const VerifyRequest& request, const manifest::Serialization& recorded,
                                const Report& report) {
  model::ListOptions options;
  options.ignore_git_paths = request.ignore_git_paths;
  options.ignore_paths = request.ignore_paths;
  options.recorded_ignore_paths = recorded.ignore_paths;
  if (report.signature) options.signature_files.push_back(*report.signature);
  for (const auto& other : report.other_signatures) options.signature_files.push_back(other.path);
  options.allow_symlinks = recorded.allow_symlinks;
  return options;
}

/// A signature that nobody gave, and that has no name and no digest in common with the model, is another
/// model's.
void set_aside_unrelated(Report& report) {
  const bool related = std::any_of(report.files.begin(), report.files.end(), [](const FileRow& row) {
    return row.state == FileState::matches || row.state == FileState::changed ||
           row.state == FileState::not_checked;
  });
  if (related) return;
  std::set<std::string> expected;
  for (const auto& row : report.files) {
    if (row.expected) expected.insert(row.expected->hex());
  }
  const bool shares_digest = std::any_of(report.files.begin(), report.files.end(), [&](const FileRow& row) {
    return row.found && expected.contains(row.found->hex());
  });
  if (shares_digest) return;
  report.step(StepId::files) = {
      StepId::files, Outcome::not_checked, {{Code::signature_unrelated, base::utf8(*report.signature), {}}}};
  report.step(StepId::nothing_else) = {StepId::nothing_else, Outcome::not_checked, {}};
}

void examine_files(const VerifyRequest& request, const base::Task& task, const Watch& watch, Report& report) {
  const auto& expected = report.statement->manifest;
  Step& files = report.step(StepId::files);
  const auto tree =
      model::list_model(request.model, list_options(request, expected.serialization(), report), task);
  if (!tree) {
    files.findings.push_back(base::as_finding(tree.error()));
    return;
  }
  if (expected.names_only_dot() && !tree->is_single_file()) {
    files.findings.push_back({Code::manifest_name, ".", "only a single-file model may be named so"});
    return;
  }
  list_files(*tree, expected, report);
  if (watch.prepared) watch.prepared(report);
  check_files(*tree, expected, task, watch, report);
}

}  // namespace

Report verify_model(const VerifyRequest& request, const base::Task& task, const Watch& watch) {
  const auto started = std::chrono::steady_clock::now();
  Report report = request.signature ? examine_signature(request, *request.signature) : examine_found(request);
  // Nothing is hashed for a signature that isn't true: there is nothing that the digests could be compared
  // with.
  if (report.step(StepId::statement).outcome == Outcome::passed) {
    examine_files(request, task, watch, report);
    if (!request.signature && report.step(StepId::files).outcome == Outcome::failed)
      set_aside_unrelated(report);
  }
  report.took =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - started);
  return report;
}

}  // namespace weighmaster::verdict
