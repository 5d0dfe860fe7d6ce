#include "signing/certificate_signer.h"

#include <algorithm>

#include "base/limits.h"
#include "verdict/steps/certificate.h"

namespace weighmaster::signing {
namespace {

using base::Code;
using base::fail;
using base::Result;
using crypto::Certificate;
using Certificates = std::vector<Certificate>;

bool issued(const Certificate& issuer, const Certificate& certificate) {
  return certificate.names_as_issuer(issuer) && certificate.is_signed_by(issuer);
}

/// The certificates on the way from the leaf to a root, without the root: each issued by the next. Of several
/// issuers of one key the first that is valid is taken.
Certificates in_order(const Certificate& leaf, Certificates others, base::TimePoint now) {
  std::stable_partition(others.begin(), others.end(),
                        [&](const Certificate& other) { return other.validity().contains(now); });
  Certificates chain{leaf};
  while (chain.size() < base::limits::certificates) {
    const auto next = std::find_if(others.begin(), others.end(), [&](const Certificate& other) {
      const bool taken = std::find(chain.begin(), chain.end(), other) != chain.end();
      return !taken && issued(other, chain.back());
    });
    if (next == others.end() || next->is_self_signed()) break;
    chain.push_back(*next);
  }
  return chain;
}

/// What whoever verifies would refuse, whatever root they trust.
Result<void> check(const signature::CertificateMaterial& chain, base::TimePoint now) {
  for (const auto& certificate : chain.certificates) {
    const auto validity = certificate.validity();
    if (validity.contains(now)) continue;
    return fail(Code::signing_expired, certificate.subject(),
                "valid from " + base::to_rfc3339(*validity.start) + " to " + base::to_rfc3339(*validity.end));
  }
  const auto checked = verdict::check_certificate(chain, trust::NoExpectation{}, now);
  for (const auto& finding : checked.step.findings) {
    if (base::effect(finding.code) != base::Effect::none)
      return fail(finding.code, finding.subject, finding.detail);
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<Signer>> CertificateSigner::create(std::unique_ptr<Signer> key,
                                                          Certificate certificate, Certificates others,
                                                          base::TimePoint now) {
  auto material = key->material({});
  if (!material) return fail(std::move(material.error()));
  const auto certified = certificate.public_key();
  if (!certified) return fail(certified.error());
  if (!(*certified == material->key)) return fail(Code::key_certificate_differs, certificate.subject());
  signature::CertificateMaterial chain{in_order(certificate, std::move(others), now)};
  if (auto checked = check(chain, now); !checked) return fail(std::move(checked.error()));
  Material shown{signature::Method::certificate, material->key, std::move(chain.certificates)};
  return std::unique_ptr<Signer>(new CertificateSigner(std::move(key), std::move(shown)));
}

Result<Material> CertificateSigner::material(const base::Task& /*task*/) {
  return material_;
}

Result<Bytes> CertificateSigner::sign(BytesView encoding, const base::Task& task) {
  return key_->sign(encoding, task);
}

}  // namespace weighmaster::signing
