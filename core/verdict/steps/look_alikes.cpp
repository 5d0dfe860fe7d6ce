#include "verdict/steps/look_alikes.h"

#include <algorithm>

namespace weighmaster::verdict {
namespace {

trust::KnownNames expected_names(const Report& report) {
  trust::KnownNames names;
  if (const auto* expected = std::get_if<trust::ExpectedIdentities>(&report.expectation)) {
    for (const auto& identity : expected->any_of) names.add_identity(identity);
  }
  return names;
}

/// Of all names that the certificate gives the signer, the first that is like one of these.
std::optional<trust::LookAlike> like(const trust::KnownNames& names, const Signer& signer) {
  for (const auto& alternative : signer.names) {
    if (auto alike = names.like_signer(alternative.value, signer.identity->issuer)) return alike;
  }
  return std::nullopt;
}

bool knows(const trust::KnownNames& names, const Signer& signer) {
  return std::any_of(signer.names.begin(), signer.names.end(), [&](const auto& alternative) {
    return names.knows(alternative.value, signer.identity->issuer);
  });
}

std::optional<trust::LookAlike> like_signer(const trust::KnownNames& known, const Report& report) {
  if (!report.signer || !report.signer->identity) return std::nullopt;
  const auto& signer = *report.signer;
  const auto expected = expected_names(report);
  if (knows(expected, signer)) return std::nullopt;
  if (auto alike = like(expected, signer)) return alike;
  return knows(known, signer) ? std::nullopt : like(known, signer);
}

}  // namespace

void note_look_alikes(const trust::KnownNames& known, Report& report) {
  Step& step = report.step(StepId::signer);
  if (step.outcome == Outcome::passed) return;
  const auto add = [&](const trust::LookAlike& alike) {
    step.findings.push_back({alike.code, alike.found, alike.known});
    step.outcome = outcome_of(step.findings);
  };
  if (const auto alike = like_signer(known, report)) add(*alike);
  if (!expects_nobody(report) || report.model_name.empty()) return;
  if (const auto alike = known.like_model(report.model_name)) add(*alike);
}

}  // namespace weighmaster::verdict
