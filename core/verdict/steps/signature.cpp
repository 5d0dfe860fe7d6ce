#include "verdict/steps/signature.h"

#include <algorithm>

namespace weighmaster::verdict {
namespace {

using base::Code;

/// The hint proves nothing; where it names another key it explains a signature that isn't true.
bool hint_names_another(const signature::Bundle& bundle, const crypto::PublicKey& key) {
  const auto* material = std::get_if<signature::KeyMaterial>(&bundle.material());
  if (material == nullptr) return false;
  if (material->enclosed) return !(*material->enclosed == key);
  return !material->hint.empty() && material->hint != key.hint();
}

}  // namespace

SignatureCheck check_signature(const signature::Bundle& bundle, const crypto::PublicKey& key) {
  SignatureCheck check{{StepId::signature, Outcome::passed, {}}, bundle.envelope().open(key)};
  auto& findings = check.step.findings;
  if (hint_names_another(bundle, key)) findings.push_back({Code::key_hint_differs, {}, key.hint()});
  if (!check.payload) {
    findings.push_back({Code::signature_false, {}, {}});
  } else if (check.payload->legacy_encoding()) {
    findings.push_back({Code::signature_legacy_encoding, {}, {}});
  }
  check.step.outcome = outcome_of(findings);
  return check;
}

StatementCheck check_statement(const signature::Envelope& envelope, const signature::SignedPayload& payload) {
  StatementCheck check{{StepId::statement, Outcome::failed, {}}, std::nullopt};
  auto& findings = check.step.findings;
  if (envelope.payload_type() != signature::in_toto_payload_type) {
    findings.push_back({Code::envelope_payload_type, envelope.payload_type(), {}});
    return check;
  }
  auto statement = signature::parse_statement(payload);
  if (!statement) {
    findings.push_back(base::as_finding(statement.error()));
    return check;
  }
  if (!statement->root_agrees())
    findings.push_back({Code::statement_root_digest, {}, statement->manifest.root_digest().hex()});
  if (!statement->manifest.in_order()) findings.push_back({Code::manifest_order, {}, {}});
  check.step.outcome = outcome_of(findings);
  check.statement = std::move(*statement);
  return check;
}

}  // namespace weighmaster::verdict
