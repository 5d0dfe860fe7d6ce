#include "verdict/steps/signer.h"

#include <algorithm>

#include "signature/fulcio.h"

namespace weighmaster::verdict {
namespace {

using base::Code;
using crypto::AlternativeName;

const AlternativeName* named(const std::vector<AlternativeName>& alternatives,
                             const trust::ExpectedIdentity& wanted) {
  const auto found =
      std::find_if(alternatives.begin(), alternatives.end(),
                   [&](const AlternativeName& alternative) { return wanted.has_name(alternative.value); });
  return found == alternatives.end() ? nullptr : &*found;
}

std::string joined(const std::vector<AlternativeName>& alternatives) {
  std::string text;
  for (const auto& alternative : alternatives) text += (text.empty() ? "" : ", ") + alternative.value;
  return text;
}

std::string shown_name(const std::vector<AlternativeName>& alternatives,
                       const trust::Expectation& expectation) {
  if (const auto* expected = std::get_if<trust::ExpectedIdentities>(&expectation)) {
    for (const auto& identity : expected->any_of) {
      if (const auto* found = named(alternatives, identity)) return found->value;
    }
  }
  return alternatives.empty() ? std::string() : alternatives.front().value;
}

/// The worst that can be said of one that is not expected: of the identities whose name fits, the issuer
/// differs.
std::vector<base::Finding> differences(const trust::ExpectedIdentities& expected,
                                       const std::vector<AlternativeName>& alternatives,
                                       const std::string& issuer) {
  std::vector<base::Finding> findings;
  for (const auto& identity : expected.any_of) {
    const bool name_fits = named(alternatives, identity) != nullptr;
    const bool issuer_fits = identity.has_issuer(issuer);
    if (name_fits && issuer_fits) return {};
    if (!name_fits) findings.push_back({Code::identity_differs, joined(alternatives), identity.name});
    if (!issuer_fits) findings.push_back({Code::issuer_differs, issuer, identity.issuer});
  }
  return findings;
}

}  // namespace

Signer keyless_signer(const crypto::Certificate& leaf, const trust::Expectation& expectation) {
  Signer signer;
  signer.method = signature::Method::sigstore;
  signer.names = leaf.alternative_names();
  signer.extensions = signature::fulcio_extensions(leaf);
  signer.identity =
      trust::Identity{shown_name(signer.names, expectation), signature::fulcio_issuer(leaf).value_or("")};
  return signer;
}

Step check_identity(const crypto::Certificate& leaf, const trust::Expectation& expectation) {
  Step step{StepId::signer, Outcome::not_checked, {}};
  const auto alternatives = leaf.alternative_names();
  const auto issuer = signature::fulcio_issuer(leaf);
  if (!issuer) step.findings.push_back(base::as_finding(issuer.error()));
  if (alternatives.empty()) step.findings.push_back({Code::identity_missing, leaf.issuer(), {}});

  if (const auto* expected = std::get_if<trust::ExpectedIdentities>(&expectation);
      expected != nullptr && issuer) {
    auto found = differences(*expected, alternatives, *issuer);
    step.findings.insert(step.findings.end(), found.begin(), found.end());
    step.outcome = outcome_of(step.findings);
    // Expecting nobody in particular of a list without members would let everybody through.
    if (expected->any_of.empty()) step.outcome = Outcome::not_checked;
  } else if (!step.findings.empty()) {
    step.outcome = outcome_of(step.findings);
  }
  return step;
}

}  // namespace weighmaster::verdict
