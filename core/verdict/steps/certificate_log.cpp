#include "verdict/steps/certificate_log.h"

#include <algorithm>

#include "base/encoding.h"
#include "signature/sct.h"

namespace weighmaster::verdict {
namespace {

using base::Code;
using base::Finding;
using signature::SignedCertificateTimestamp;
using trust::Log;

// TLS registries of hash and signature algorithms (RFC 5246 section 7.4.1.4.1).
constexpr std::uint8_t tls_sha256 = 4;
constexpr std::uint8_t tls_rsa = 1;
constexpr std::uint8_t tls_ecdsa = 3;

/// The algorithm that timestamps of a log with such a key name (RFC 6962 section 2.1.4); nothing for keys
/// that no certificate log can have.
std::optional<std::uint8_t> tls_algorithm(crypto::KeyType type) {
  switch (type) {
    case crypto::KeyType::rsa:
      return tls_rsa;
    case crypto::KeyType::ecdsa_p256:
    case crypto::KeyType::ecdsa_p384:
    case crypto::KeyType::ecdsa_p521:
      return tls_ecdsa;
    case crypto::KeyType::ed25519:
      return std::nullopt;
  }
  return std::nullopt;
}

bool usable(const Log& log) {
  return log.key && tls_algorithm(log.key->type());
}

/// Whether the log signed it: always over SHA-256, whatever the curve.
bool signed_by(const Log& log, const SignedCertificateTimestamp& sct, BytesView signed_bytes) {
  return sct.hash_algorithm == tls_sha256 && sct.signature_algorithm == tls_algorithm(log.key->type()) &&
         log.key->verify(crypto::DigestAlgorithm::sha256, signed_bytes, sct.signature);
}

/// What a timestamp came to: a finding, or none where it is true.
std::optional<Finding> examine(const SignedCertificateTimestamp& sct, const std::vector<Log>& known,
                               BytesView signed_bytes) {
  const auto id = base::to_hex(sct.log_id);
  bool known_log = false;
  bool is_true = false;
  for (const auto* log : trust::logs_with_id(known, sct.log_id)) {
    if (!usable(*log)) continue;
    known_log = true;
    if (!signed_by(*log, sct, signed_bytes)) continue;
    is_true = true;
    if (log->valid_for.contains(sct.time)) return std::nullopt;
  }
  if (!known_log) return Finding{Code::sct_log_unknown, id, {}};
  if (!is_true) return Finding{Code::sct_false, id, {}};
  return Finding{Code::sct_log_window, id, base::to_rfc3339(sct.time)};
}

Step not_checked(Finding finding) {
  return {StepId::certificate_log, Outcome::not_checked, {std::move(finding)}};
}

/// What the timestamps come to together. Those of unknown logs say nothing: they weigh only where there is no
/// other.
Step conclude(bool any_true, const std::vector<Finding>& findings) {
  Step step{StepId::certificate_log, any_true ? Outcome::passed : Outcome::not_checked, {}};
  for (const auto& finding : findings) {
    const bool unknown = finding.code == Code::sct_log_unknown;
    if (!unknown) step.outcome = Outcome::failed;
    if (!unknown || !any_true) step.findings.push_back(finding);
  }
  return step;
}

}  // namespace

Step check_certificate_log(const crypto::Certificate& leaf, const crypto::Certificate& issuer,
                           const trust::TrustedRoot& root) {
  const auto extension = leaf.extension(signature::sct_list_oid);
  if (!extension) return not_checked({Code::sct_missing, leaf.subject(), {}});
  const auto scts = signature::parse_sct_list(*extension);
  if (!scts) return not_checked(base::as_finding(scts.error()));
  const auto issuer_key = issuer.public_key();
  if (!issuer_key) return not_checked(base::as_finding(issuer_key.error()));

  const auto tbs = leaf.tbs_without_sct_list();
  bool any_true = false;
  std::vector<Finding> findings;
  for (const auto& sct : *scts) {
    const auto signed_bytes = signature::sct_signed_bytes(sct, issuer_key->spki_digest(), tbs);
    auto finding = examine(sct, root.certificate_logs(), signed_bytes);
    any_true = any_true || !finding;
    if (finding) findings.push_back(std::move(*finding));
  }
  return conclude(any_true, findings);
}

}  // namespace weighmaster::verdict
