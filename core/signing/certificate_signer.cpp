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

bool certifies(const Certificate& certificate, const crypto::PublicKey& key) {
  const auto certified = certificate.public_key();
  return certified && *certified == key;
}

/// The certificates on the way from the key's own to a root, without the root: each issued by the next. None
/// where none is the key's. `given` is in order of preference.
Certificates on_the_way(const crypto::PublicKey& key, const Certificates& given) {
  const auto leaf = std::find_if(given.begin(), given.end(),
                                 [&](const Certificate& certificate) { return certifies(certificate, key); });
  if (leaf == given.end()) return {};
  Certificates chain{*leaf};
  while (chain.size() < base::limits::certificates) {
    const auto next = std::find_if(given.begin(), given.end(), [&](const Certificate& other) {
      const bool taken = std::find(chain.begin(), chain.end(), other) != chain.end();
      return !taken && issued(other, chain.back());
    });
    if (next == given.end() || next->is_self_signed()) break;
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
  const auto checked = verdict::check_certificate(chain, trust::NoExpectation{}, {}, now);
  for (const auto& finding : checked.step.findings) {
    if (base::effect(finding.code) != base::Effect::none)
      return fail(finding.code, finding.subject, finding.detail);
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<Signer>> CertificateSigner::create(std::unique_ptr<Signer> key,
                                                          Certificates certificates, base::TimePoint now) {
  if (certificates.empty()) return fail(Code::certificate_malformed, {}, "no certificate was given");
  auto material = key->material({});
  if (!material) return fail(std::move(material.error()));
  const auto first_given = certificates.front().subject();
  // Of several certificates of one key, an authority's or the signer's, one that is valid serves better.
  std::stable_partition(certificates.begin(), certificates.end(),
                        [&](const Certificate& each) { return each.validity().contains(now); });
  signature::CertificateMaterial chain{on_the_way(material->key, certificates)};
  if (chain.certificates.empty()) return fail(Code::key_certificate_differs, first_given);
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
