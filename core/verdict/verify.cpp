#include "verdict/verify.h"

#include <algorithm>
#include <new>
#include <set>

#include "base/file.h"
#include "model/hub.h"
#include "model/ollama.h"
#include "verdict/discovery.h"
#include "verdict/examination.h"
#include "verdict/steps/artifact.h"
#include "verdict/steps/file_signature.h"
#include "verdict/steps/files.h"
#include "verdict/steps/rows.h"
#include "verdict/steps/store.h"
#include "verdict/steps/subjects.h"

namespace weighmaster::verdict {
namespace {

namespace fs = std::filesystem;
using base::Code;
using base::Finding;

std::vector<Finding> all_findings(const Report& report) {
  std::vector<Finding> findings;
  for (const auto& step : report.steps)
    findings.insert(findings.end(), step.findings.begin(), step.findings.end());
  return findings;
}

/// A report that says nothing yet of any signature: the start of every one that comes to nothing.
Report blank(const VerifyRequest& request) {
  Report report = empty_report();
  report.model = request.model;
  report.checked_at = request.now;
  report.model_name = request.model_name;
  report.expectation = request.policy.expectation;
  report.rule = request.policy.rule;
  report.allow_unsigned_files = request.policy.allow_unsigned_files;
  report.only = request.only;
  return report;
}

Report without_signature(const VerifyRequest& request, std::vector<fs::path> looked_in) {
  Report report = blank(request);
  // A model that isn't there is not an unsigned one, and a hub's cache is not a model.
  std::error_code error;
  const auto code = request.digest                           ? Code::signature_not_found
                    : !fs::exists(request.model, error)      ? Code::file_not_found
                    : model::holds_hub_stores(request.model) ? Code::model_hub_store
                                                             : Code::signature_not_found;
  report.step(StepId::signature_file).findings.push_back({code, base::utf8(request.model), {}});
  report.looked_in = std::move(looked_in);
  return report;
}

bool same_file(const fs::path& a, const fs::path& b) {
  std::error_code error;
  return fs::equivalent(a, b, error);
}

/// The signature that was given, and those that were found, each examined alone.
std::vector<Examined> examine_all(const VerifyRequest& request, const std::vector<fs::path>& found) {
  std::vector<Examined> all;
  if (request.signature_content) {
    all.push_back(examine_content(request));
  } else if (request.signature) {
    all.push_back(examine_signature(request, *request.signature));
  }
  for (const auto& path : found) {
    if (!request.signature || request.signature_content || !same_file(path, *request.signature))
      all.push_back(examine_signature(request, path));
  }
  return all;
}

/// What it comes to as far as the signature goes. One over a file itself is tried over it.
Verdict verdict_of_signature(const Examined& examined, std::optional<Artifact>& artifact) {
  if (!examined.open || !artifact) return verdict_without_files(examined.report);
  Report tried = examined.report;
  check_file_signature(*examined.open, *artifact, tried);
  return verdict(tried);
}

std::size_t best_of(const std::vector<Examined>& all, std::optional<Artifact>& artifact) {
  std::vector<Verdict> verdicts;
  for (const auto& each : all) verdicts.push_back(verdict_of_signature(each, artifact));
  return static_cast<std::size_t>(std::min_element(verdicts.begin(), verdicts.end()) - verdicts.begin());
}

/// The given signature decides; where none was given, the one that satisfies the expectation best. The others
/// are listed: what can be read as a signature is no stray file of the model, and what can't be is one.
/// `artifact`: the file, where it had to be read to choose among several.
Examined examine(const VerifyRequest& request, const base::Task& task, const Watch& watch,
                 std::optional<Artifact>& artifact) {
  const auto discovery = request.digest ? Discovery{} : find_signatures(request.model);
  auto all = examine_all(request, discovery.found);
  if (all.empty()) return {without_signature(request, discovery.looked_in), std::nullopt};
  const bool is_open = std::any_of(all.begin(), all.end(), [](const Examined& each) { return each.open; });
  if (!request.signature && all.size() > 1 && is_open) {
    if (auto found = Artifact::find(request, task, watch)) artifact.emplace(std::move(*found));
  }
  const std::size_t best = request.signature ? 0 : best_of(all, artifact);
  Examined chosen = std::move(all[best]);
  if (!request.signature) chosen.report.looked_in = discovery.looked_in;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto& other = all[i].report;
    if (i == best || !other.method) continue;
    chosen.report.other_signatures.push_back({*other.signature, all_findings(other)});
  }
  return chosen;
}

model::ListOptions list_options(const VerifyRequest& request, const manifest::Serialization& recorded,
                                const Report& report) {
  model::ListOptions options;
  options.ignore_git_paths = request.ignore_git_paths;
  options.ignore_paths = request.ignore_paths;
  options.recorded_ignore_paths = recorded.ignore_paths;
  if (report.signature && !request.signature_content) options.signature_files.push_back(*report.signature);
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
  const model::Asked asked(request.only, *tree);
  list_files(*tree, expected, asked, report);
  if (watch.prepared) watch.prepared(report);
  check_files(
      {*tree, expected, asked, task, watch, request.digest_cache.get(), request.digests.get(), request.now},
      report);
}

/// What changed while the file was read, and what was asked about that it is not.
std::vector<Finding> seen_at_the_end(const VerifyRequest& request, const Artifact& artifact) {
  auto findings = artifact.changes();
  for (const auto& name : request.only) {
    if (name != artifact.row().name) findings.push_back({Code::content_asked_unknown, name, {}});
  }
  return findings;
}

/// The one file that a signature is over, or that a signed statement has to be about.
void examine_artifact(const VerifyRequest& request, const base::Task& task, const Watch& watch,
                      std::optional<Artifact>& artifact, Examined& examined) {
  Report& report = examined.report;
  Step& files = report.step(StepId::files);
  if (!artifact) {
    auto found = Artifact::find(request, task, watch);
    if (!found) return files.findings.push_back(base::as_finding(found.error()));
    artifact.emplace(std::move(*found));
  }
  artifact->settle(FileState::waiting, std::nullopt, std::nullopt);
  report.files = {artifact->row()};
  if (watch.prepared) watch.prepared(report);
  files.findings = artifact->row().findings;
  if (examined.open) {
    check_file_signature(*examined.open, *artifact, report);
  } else {
    check_subjects(*report.attestation, *artifact, report);
  }
  for (auto& finding : seen_at_the_end(request, *artifact)) {
    const bool told = finding.code == Code::task_cancelled && report.has(Code::task_cancelled);
    if (!told) files.findings.push_back(std::move(finding));
  }
  if (files.outcome == Outcome::passed) files.outcome = outcome_of(files.findings);
  report.files = {artifact->row()};
  report.bytes_hashed = artifact->bytes_read();
  if (watch.row) watch.row(0, report.files.front());
}

/// What the signature is over, compared with what is here. Nothing is hashed for a signature that isn't true:
/// there is nothing that the digests could be compared with. One over a file itself is not known to be before
/// the file was read.
void compare(const VerifyRequest& request, const base::Task& task, const Watch& watch,
             std::optional<Artifact>& artifact, Examined& examined) {
  Report& report = examined.report;
  const bool is_signed = report.step(StepId::statement).outcome == Outcome::passed;
  if (examined.open || (is_signed && report.attestation)) {
    examine_artifact(request, task, watch, artifact, examined);
  } else if (is_signed && request.digest) {
    report.step(StepId::files)
        .findings.push_back({Code::artifact_needed, base::utf8(request.model), "a model was signed"});
  } else if (is_signed) {
    examine_files(request, task, watch, report);
    if (!request.signature && report.step(StepId::files).outcome == Outcome::failed)
      set_aside_unrelated(report);
  }
}

Report check(VerifyRequest request, const base::Task& task, const Watch& watch) {
  auto folder = request.digest ? base::Result<fs::path>(request.model) : model::model_folder(request.model);
  if (!folder) {
    Report report = blank(request);
    report.step(StepId::signature_file).findings.push_back(base::as_finding(folder.error()));
    return report;
  }
  request.model = std::move(*folder);
  if (task.progress) task.progress({0, 0, 0, 0, base::Phase::reading_signature});
  std::optional<Artifact> artifact;
  Examined examined = examine(request, task, watch, artifact);
  compare(request, task, watch, artifact, examined);
  const auto store = request.digest ? std::nullopt : model::ollama_store_of(request.model);
  if (store) check_store(*store, request.model, {task, watch}, examined.report);
  return std::move(examined.report);
}

/// The one exception that hostile input can cause: a signature file, within all limits, that takes more than
/// there is.
Report check_within_memory(const VerifyRequest& request, const base::Task& task, const Watch& watch) {
  try {
    return check(request, task, watch);
  } catch (const std::bad_alloc&) {
    Report report = blank(request);
    report.step(StepId::signature_file).findings.push_back({Code::task_out_of_memory, {}, {}});
    return report;
  }
}

}  // namespace

base::Result<manifest::Manifest> signed_manifest(const VerifyRequest& request) {
  if (!request.signature) return base::fail(Code::signature_not_found, base::utf8(request.model));
  Report report = examine_signature(request, *request.signature).report;
  if (verdict_without_files(report) == Verdict::trusted && report.statement_is_signed && report.statement)
    return std::move(report.statement->manifest);
  if (report.content != Content::model)
    return base::fail(Code::statement_predicate_type, base::utf8(*request.signature), "it is over a file");
  auto findings = all_findings(report);
  const auto worst = std::max_element(
      findings.begin(), findings.end(),
      [](const Finding& a, const Finding& b) { return base::effect(a.code) < base::effect(b.code); });
  // Without a word against it, it lacks somebody to expect.
  if (worst == findings.end() || base::effect(worst->code) == base::Effect::none)
    return base::fail(Code::key_missing, base::utf8(*request.signature));
  return base::fail(worst->code, std::move(worst->subject), std::move(worst->detail));
}

Report verify_signature(const VerifyRequest& request, bool of_a_folder) {
  return examine_content(request, of_a_folder ? Target::folder : Target::file).report;
}

Report verify_model(const VerifyRequest& request, const base::Task& task, const Watch& watch) {
  const auto started = std::chrono::steady_clock::now();
  Report report = check_within_memory(request, task, watch);
  report.took =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - started);
  return report;
}

}  // namespace weighmaster::verdict
