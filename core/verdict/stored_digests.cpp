#include "verdict/stored_digests.h"

#include <algorithm>

namespace weighmaster::verdict {
namespace {

using base::Code;
using base::Finding;

bool is_stored(const Finding& finding) {
  return finding.code == Code::content_from_cache;
}

bool says_nothing_else(const Step& step) {
  return std::all_of(step.findings.begin(), step.findings.end(), [](const Finding& finding) {
    return is_stored(finding) || base::effect(finding.code) == base::Effect::none;
  });
}

/// Not checked, and for that reason alone.
bool was_not_read(const Step& step) {
  return step.id == StepId::files && step.outcome == Outcome::not_checked &&
         std::any_of(step.findings.begin(), step.findings.end(), is_stored);
}

}  // namespace

bool lacks_only_reading(const Report& report) {
  if (!report.method || !report.bundle_version || verdict(report) != Verdict::undetermined) return false;
  const auto required = required_steps(*report.method, *report.bundle_version, report.content);
  const bool all_passed = std::all_of(required.begin(), required.end(), [&](StepId id) {
    const auto& step = report.step(id);
    return step.outcome == Outcome::passed || was_not_read(step);
  });
  return all_passed && std::all_of(report.steps.begin(), report.steps.end(), says_nothing_else) &&
         report.count(FileState::matches) == report.count_signed();
}

}  // namespace weighmaster::verdict
