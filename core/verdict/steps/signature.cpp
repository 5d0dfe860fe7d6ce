#include "verdict/steps/signature.h"

#include <algorithm>

#include "base/encoding.h"
#include "signature/profile.h"

namespace weighmaster::verdict {
namespace {

using base::Code;

/// Not a model's: of a folder nothing else can be said than that it is not.
bool may_be_attestation(const base::Error& error, Target target) {
  return target == Target::file &&
         (error.code == Code::statement_predicate_type || error.code == Code::statement_type);
}

void take_attestation(const signature::SignedPayload& payload, StatementCheck& check) {
  auto attestation = signature::parse_attestation(payload);
  if (attestation) {
    check.step.outcome = Outcome::passed;
    check.attestation = std::move(*attestation);
  } else {
    check.step.findings.push_back(base::as_finding(attestation.error()));
  }
}

}  // namespace

bool hint_names_another(const signature::Bundle& bundle, const crypto::PublicKey& key) {
  const auto* material = std::get_if<signature::KeyMaterial>(&bundle.material());
  if (material == nullptr) return false;
  if (material->enclosed) return !(*material->enclosed == key);
  // OMS: the SHA-256 of the PEM text in hexadecimal; cosign: of the SPKI, in base64. Any other hint is a name
  // that only its writer knows.
  if (base::from_hex(material->hint)) return material->hint != key.hint() && !material->hint.empty();
  const auto digest = base::from_base64(material->hint);
  const auto own = key.spki_digest();
  return digest && digest->size() == own.bytes().size() && !std::ranges::equal(*digest, own.bytes());
}

SignatureCheck check_signature(const signature::Bundle& bundle, const crypto::PublicKey& key) {
  if (bundle.envelope() == nullptr) return {{StepId::signature, Outcome::not_checked, {}}, std::nullopt};
  SignatureCheck check{{StepId::signature, Outcome::passed, {}}, bundle.envelope()->open(key)};
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

StatementCheck check_statement(const signature::Bundle& bundle, const signature::SignedPayload& payload,
                               Target target) {
  StatementCheck check{{StepId::statement, Outcome::failed, {}}, std::nullopt, std::nullopt};
  auto& findings = check.step.findings;
  const auto type = bundle.envelope() != nullptr ? bundle.envelope()->payload_type() : std::string();
  if (type != signature::in_toto_payload_type) {
    findings.push_back({Code::envelope_payload_type, type, {}});
    return check;
  }
  auto statement = signature::parse_statement(payload);
  if (!statement && may_be_attestation(statement.error(), target)) {
    take_attestation(payload, check);
    return check;
  }
  if (!statement) {
    findings.push_back(base::as_finding(statement.error()));
    return check;
  }
  if (const auto profile = signature::check_model_profile(bundle); !profile) {
    findings.push_back(base::as_finding(profile.error()));
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
