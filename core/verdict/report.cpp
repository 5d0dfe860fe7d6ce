#include "verdict/report.h"

#include <algorithm>

namespace weighmaster::verdict {
namespace {

using base::Effect;

/// Verdicts and effects are the same ladder (base/code.h, verdict/report.h).
Verdict verdict_of(Effect effect) {
  switch (effect) {
    case Effect::none:
      return Verdict::trusted;
    case Effect::partial:
      return Verdict::partial;
    case Effect::extra_files:
      return Verdict::extra_files;
    case Effect::unknown_signer:
      return Verdict::unknown_signer;
    case Effect::unsigned_:
      return Verdict::unsigned_;
    case Effect::undetermined:
      return Verdict::undetermined;
    case Effect::wrong_signer:
      return Verdict::wrong_signer;
    case Effect::changed:
      return Verdict::changed;
    case Effect::signature_invalid:
      return Verdict::signature_invalid;
  }
  return Verdict::undetermined;
}

Effect worst_effect(const std::vector<base::Finding>& findings) {
  Effect worst = Effect::none;
  for (const auto& finding : findings) worst = std::max(worst, base::effect(finding.code));
  return worst;
}

/// What a required step that has not passed leaves possible at best.
Verdict best_without(const Report& report, const Step& step) {
  // A failed step speaks through its findings; one that gives no reason is not believed.
  if (step.outcome == Outcome::failed && worst_effect(step.findings) != Effect::none) return Verdict::trusted;
  // Nothing is wrong with what was asked about; that the rest was not looked at, its findings say.
  if (step.outcome == Outcome::not_checked && worst_effect(step.findings) == Effect::partial)
    return Verdict::partial;
  // Without an expected root neither the chain's end nor its signer can be judged: that is one question, not
  // two faults.
  const bool asks_whom_to_expect =
      step.id == StepId::signer ||
      (step.id == StepId::certificate && report.method == signature::Method::certificate);
  if (asks_whom_to_expect && expects_nobody(report)) return Verdict::unknown_signer;
  return Verdict::undetermined;
}

}  // namespace

bool expects_nobody(const Report& report) {
  return !report.rule && std::holds_alternative<trust::NoExpectation>(report.expectation);
}

std::string_view name(Verdict verdict) {
  switch (verdict) {
    case Verdict::trusted:
      return "trusted";
    case Verdict::partial:
      return "partial";
    case Verdict::extra_files:
      return "extra_files";
    case Verdict::unknown_signer:
      return "unknown_signer";
    case Verdict::unsigned_:
      return "unsigned";
    case Verdict::undetermined:
      return "undetermined";
    case Verdict::wrong_signer:
      return "wrong_signer";
    case Verdict::changed:
      return "changed";
    case Verdict::signature_invalid:
      return "signature_invalid";
  }
  return {};
}

std::string_view name(StepId id) {
  static constexpr std::array<std::string_view, step_count> names{
      "signature_file", "signing_time",  "certificate",    "certificate_log", "signer",
      "log_promise",    "log_inclusion", "log_checkpoint", "log_entry",       "timestamps",
      "signature",      "statement",     "files",          "nothing_else"};
  return names.at(static_cast<std::size_t>(id));
}

std::string_view name(Content content) {
  static constexpr std::array<std::string_view, 3> names{"model", "file", "attestation"};
  return names.at(static_cast<std::size_t>(content));
}

std::string_view name(Outcome outcome) {
  static constexpr std::array<std::string_view, 4> names{"passed", "failed", "not_checked", "not_applicable"};
  return names.at(static_cast<std::size_t>(outcome));
}

std::string_view name(FileState state) {
  static constexpr std::array<std::string_view, 7> names{"waiting",  "matches", "changed",    "missing",
                                                         "unsigned", "ignored", "not_checked"};
  return names.at(static_cast<std::size_t>(state));
}

bool Report::has(base::Code code) const {
  return std::any_of(steps.begin(), steps.end(), [&](const Step& step) {
    return std::any_of(step.findings.begin(), step.findings.end(),
                       [&](const base::Finding& finding) { return finding.code == code; });
  });
}

bool FileRow::is_signed() const {
  return expected.has_value() || std::any_of(shards.begin(), shards.end(),
                                             [](const auto& shard) { return shard.expected.has_value(); });
}

std::size_t Report::count(FileState state) const {
  return static_cast<std::size_t>(
      std::count_if(files.begin(), files.end(), [&](const FileRow& row) { return row.state == state; }));
}

std::size_t Report::count_signed() const {
  return static_cast<std::size_t>(
      std::count_if(files.begin(), files.end(), [](const FileRow& row) { return row.is_signed(); }));
}

Outcome outcome_of(const std::vector<base::Finding>& findings) {
  const Effect worst = worst_effect(findings);
  if (worst == Effect::none) return Outcome::passed;
  return worst == Effect::undetermined ? Outcome::not_checked : Outcome::failed;
}

Report empty_report() {
  Report report;
  for (std::size_t i = 0; i < step_count; ++i)
    report.steps.push_back({static_cast<StepId>(i), Outcome::not_checked, {}});
  return report;
}

std::vector<StepId> required_steps(signature::Method method, signature::BundleVersion version,
                                   Content content) {
  using enum StepId;
  std::vector<StepId> steps{signature_file, signer, signature, files};
  if (content != Content::file) steps.push_back(statement);
  if (content == Content::model) steps.push_back(nothing_else);
  if (method == signature::Method::key) return steps;
  steps.push_back(certificate);
  if (method == signature::Method::certificate) return steps;
  steps.insert(steps.end(), {signing_time, certificate_log, log_entry});
  if (version == signature::BundleVersion::v0_1) {
    steps.push_back(log_promise);
  } else {
    steps.insert(steps.end(), {log_inclusion, log_checkpoint});
  }
  return steps;
}

namespace {

/// Where a file itself was signed, nothing can be said of its signature without it: not that it is this
/// signer's key's, and not that the log speaks of it.
bool is_about_files(StepId id, const Report& report) {
  using enum StepId;
  if (id == files || id == nothing_else) return true;
  if (report.content != Content::file || !report.step(id).findings.empty()) return false;
  return id == signature || id == log_entry || (id == signer && report.method == signature::Method::key);
}

Verdict verdict_of_steps(const Report& report, bool with_files) {
  Verdict worst = Verdict::trusted;
  for (const auto& step : report.steps) worst = std::max(worst, verdict_of(worst_effect(step.findings)));
  if (!report.method || !report.bundle_version) {
    // No signature was read. `unsigned` if that is all there is to say, which its finding said already.
    return std::max(worst,
                    report.has(base::Code::signature_not_found) ? Verdict::unsigned_ : Verdict::undetermined);
  }
  for (const StepId id : required_steps(*report.method, *report.bundle_version, report.content)) {
    const bool counts = with_files || !is_about_files(id, report);
    if (counts && report.step(id).outcome != Outcome::passed)
      worst = std::max(worst, best_without(report, report.step(id)));
  }
  return worst;
}

}  // namespace

Verdict verdict(const Report& report) {
  return verdict_of_steps(report, true);
}

Verdict verdict_without_files(const Report& report) {
  return verdict_of_steps(report, false);
}

int exit_code(Verdict verdict) {
  switch (verdict) {
    case Verdict::trusted:
      return 0;
    case Verdict::extra_files:
    case Verdict::changed:
    case Verdict::signature_invalid:
      return 1;
    case Verdict::unknown_signer:
    case Verdict::wrong_signer:
      return 3;
    case Verdict::partial:
      return 4;
    case Verdict::undetermined:
      break;
    case Verdict::unsigned_:
      return 6;
  }
  return 5;
}

int exit_code(const Report& report) {
  const auto reached = verdict(report);
  if (reached == Verdict::undetermined && report.has(base::Code::task_cancelled)) return 130;
  // Allowed are the files beside, not the signed ones that are not here.
  if (reached == Verdict::extra_files && report.allow_unsigned_files)
    return report.step(StepId::files).outcome == Outcome::passed ? 0 : exit_code(Verdict::partial);
  return exit_code(reached);
}

}  // namespace weighmaster::verdict
