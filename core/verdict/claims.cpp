#include "verdict/claims.h"

#include "verdict/steps/signature_file.h"
#include "verdict/steps/signer.h"
#include "verdict/steps/timestamps.h"
#include "verdict/verify.h"

namespace weighmaster::verdict {
namespace {

using signature::Method;

Signer claimed_signer(const signature::Bundle& bundle, const trust::Expectation& expectation) {
  const auto* certificates = bundle.certificates();
  if (certificates == nullptr) {
    const auto& key = std::get<signature::KeyMaterial>(bundle.material());
    Signer signer;
    signer.key_hint = key.enclosed ? key.enclosed->hint() : key.hint;
    return signer;
  }
  Signer signer =
      bundle.method() == Method::sigstore ? keyless_signer(certificates->leaf(), expectation) : Signer{};
  signer.method = bundle.method();
  for (const auto& certificate : certificates->certificates) {
    signer.chain.push_back({certificate, Outcome::not_checked, false});
  }
  return signer;
}

}  // namespace

void describe_claims(const signature::Bundle& bundle, Report& report) {
  describe_signer_and_log(bundle, report);
  describe_statement(bundle, report);
  if (report.attestation) report.content = Content::attestation;
}

void describe_signer_and_log(const signature::Bundle& bundle, Report& report) {
  report.method = bundle.method();
  report.bundle_version = bundle.version();
  report.media_type = bundle.media_type();
  report.signer = claimed_signer(bundle, report.expectation);
  if (const auto* envelope = bundle.envelope()) {
    report.statement_text = to_bytes(envelope->unverified_payload());
  } else {
    report.content = Content::file;
    report.claimed_file = bundle.message()->claimed_digest();
  }
  for (const auto& entry : bundle.log_entries()) {
    LogFacts facts;
    facts.entry = entry;
    facts.leaf = signature::leaf_hash(entry.body);
    report.log.push_back(std::move(facts));
  }
  report.timestamps = timestamp_facts(bundle);
}

void describe_statement(const signature::Bundle& bundle, Report& report) {
  if (bundle.envelope() == nullptr) return;
  const auto payload = bundle.envelope()->unverified_payload();
  if (auto claimed = signature::parse_unverified_statement(payload)) {
    report.statement = std::move(*claimed);
  } else if (auto attestation = signature::parse_unverified_attestation(payload)) {
    report.attestation = std::move(*attestation);
  }
}

Report inspect_signature(const std::filesystem::path& signature, base::TimePoint now) {
  Report report = empty_report();
  report.signature = signature;
  report.checked_at = now;
  auto file = read_signature_file(signature);
  report.step(StepId::signature_file) = std::move(file.step);
  if (file.bundle) describe_claims(*file.bundle, report);
  return report;
}

}  // namespace weighmaster::verdict
