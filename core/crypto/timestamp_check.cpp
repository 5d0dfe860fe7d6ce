#include <openssl/err.h>

#include <algorithm>
#include <array>

#include "crypto/chain.h"
#include "crypto/timestamp.h"
#include "crypto/timestamp_parts.h"

namespace weighmaster::crypto {
namespace {

using Certificates = std::vector<Certificate>;
using State = TimestampState;

std::shared_ptr<X509> handle_of(const Certificate& certificate) {
  const auto* at = certificate.der().data();
  return own(d2i_X509(nullptr, &at, static_cast<long>(certificate.der().size())));
}

Certificates together(const Certificates& first, const Certificates& second) {
  Certificates all = first;
  for (const auto& certificate : second) {
    if (std::find(all.begin(), all.end(), certificate) == all.end()) all.push_back(certificate);
  }
  return all;
}

bool is_rsa(int nid) {
  return nid == NID_rsaEncryption || nid == NID_sha256WithRSAEncryption ||
         nid == NID_sha384WithRSAEncryption || nid == NID_sha512WithRSAEncryption;
}

/// The hash that a signature algorithm fixes; nothing where it leaves it to the digest's algorithm.
std::optional<DigestAlgorithm> hash_in(int nid) {
  switch (nid) {
    case NID_ecdsa_with_SHA256:
    case NID_sha256WithRSAEncryption:
      return DigestAlgorithm::sha256;
    case NID_ecdsa_with_SHA384:
    case NID_sha384WithRSAEncryption:
      return DigestAlgorithm::sha384;
    case NID_ecdsa_with_SHA512:
    case NID_sha512WithRSAEncryption:
    case NID_ED25519:  // RFC 8419 section 3.1
      return DigestAlgorithm::sha512;
    default:
      return std::nullopt;
  }
}

/// Whether a signature algorithm is one that `PublicKey::verify` does with a key of this type.
bool fits(int nid, KeyType type) {
  switch (type) {
    case KeyType::ecdsa_p256:
    case KeyType::ecdsa_p384:
    case KeyType::ecdsa_p521:
      return nid == NID_ecdsa_with_SHA256 || nid == NID_ecdsa_with_SHA384 || nid == NID_ecdsa_with_SHA512;
    case KeyType::ed25519:
      return nid == NID_ED25519;
    case KeyType::rsa:
      return is_rsa(nid);
  }
  return false;
}

int signature_algorithm(CMS_SignerInfo* signer) {
  X509_ALGOR* algorithm = nullptr;
  CMS_SignerInfo_get0_algs(signer, nullptr, nullptr, nullptr, &algorithm);
  const ASN1_OBJECT* oid = nullptr;
  X509_ALGOR_get0(&oid, nullptr, nullptr, algorithm);
  return OBJ_obj2nid(oid);
}

/// An authority that is limited to other purposes can't vouch for one that stamps (RFC 5280 section
/// 4.2.1.12).
bool all_may_vouch(const Certificates& path) {
  return std::all_of(path.begin() + 1, path.end(), [](const Certificate& issuer) {
    return !issuer.has_purposes() || issuer.has_purpose(purpose_time_stamping);
  });
}

/// A timestamp against one certificate that may have made it.
class TimestampSigner {
 public:
  TimestampSigner(const TimestampParts& parts, BytesView message) : parts_(parts), message_(message) {}

  /// By its issuer and serial number, or its key identifier (RFC 5652 section 5.3).
  [[nodiscard]] bool is_named(const Certificate& certificate) const {
    return CMS_SignerInfo_cert_cmp(parts_.signer, handle_of(certificate).get()) == 0;
  }

  [[nodiscard]] bool is_made_by(const Certificate& certificate) const {
    return check_signature(certificate).state == State::good;
  }

  /// Signature before certificate before message: what is not the authority's says nothing by its content.
  [[nodiscard]] TimestampCheck check(const Certificate& certificate, const Certificates& authority) const {
    const auto known = together(parts_.certificates, authority);
    auto chain = build_chain(certificate, known, {authority.back()}, parts_.info.time);
    if (chain.state == ChainState::no_path) return {};
    if (chain.state == ChainState::false_signature)
      return {State::false_signature, std::move(chain.path), chain.detail};
    const bool pinned = !authority.front().is_authority();
    if (pinned && !(certificate == authority.front())) return {};
    auto check = check_signature(certificate);
    if (check.state == State::good) check = check_certificate(certificate, chain, known);
    if (check.state == State::good &&
        digest(parts_.info.imprint.algorithm(), message_) != parts_.info.imprint)
      check.state = State::other_message;
    check.path = std::move(chain.path);
    return check;
  }

 private:
  [[nodiscard]] TimestampCheck check_signature(const Certificate& certificate) const {
    const auto key = certificate.public_key();
    if (!key) return {State::unsupported, {}, key.error().detail};
    const int algorithm = signature_algorithm(parts_.signer);
    if (!fits(algorithm, key->type())) return {State::unsupported, {}, OBJ_nid2ln(algorithm)};
    if (hash_in(algorithm).value_or(parts_.digest_algorithm) != parts_.digest_algorithm)
      return {State::false_signature, {}, "its two hash algorithms differ"};
    if (!key->verify(parts_.digest_algorithm, parts_.signed_attributes, parts_.signature))
      return {State::false_signature, {}, {}};
    if (to_bytes(digest(parts_.digest_algorithm, parts_.content).bytes()) != parts_.content_digest)
      return {State::false_signature, {}, "the content is not what was signed"};
    return {State::good, {}, {}};
  }

  [[nodiscard]] TimestampCheck check_certificate(const Certificate& certificate, const Chain& chain,
                                                 const Certificates& known) const {
    const auto refused = [](std::string why) {
      return TimestampCheck{State::certificate_refused, {}, std::move(why)};
    };
    if (chain.state != ChainState::good) return refused(chain.detail);
    if (certificate.is_authority()) return refused("it is an authority's");
    if (!certificate.is_only_for(purpose_time_stamping))
      return refused("its extended key usage is not timeStamping alone, and critical");
    if (!certificate.may_sign_data()) return refused("its key usage lacks digitalSignature");
    if (!all_may_vouch(chain.path)) return refused("an issuer's extended key usage lacks timeStamping");
    if (!is_signing_certificate(certificate, known)) return refused("the signed attributes name another");
    if (!agrees_with_authority_name(certificate)) return refused("the timestamp names another authority");
    return {State::good, {}, {}};
  }

  /// The first that the attribute names made the signature, the others are known (RFC 5035 section 3).
  [[nodiscard]] bool is_signing_certificate(const Certificate& certificate, const Certificates& known) const {
    std::vector<std::shared_ptr<X509>> owned{handle_of(certificate)};
    for (const auto& other : known) {
      if (!(other == certificate)) owned.push_back(handle_of(other));
    }
    const StackPtr stack(sk_X509_new_null());
    for (const auto& handle : owned) {
      if (X509_up_ref(handle.get()) == 1) sk_X509_push(stack.get(), handle.get());
    }
    const bool named =
        OSSL_ESS_check_signing_certs(nullptr, parts_.signing_certificate.get(), stack.get(), 1) == 1;
    ERR_clear_error();
    return named;
  }

  /// A TSTInfo may say whose it is: then it is the certificate's subject, or one of its other names (RFC 3161
  /// section 2.4.2).
  [[nodiscard]] bool agrees_with_authority_name(const Certificate& certificate) const {
    auto* name = TS_TST_INFO_get_tsa(parts_.tst_info.get());
    if (name == nullptr) return true;
    const auto handle = handle_of(certificate);
    if (name->type == GEN_DIRNAME &&
        X509_NAME_cmp(name->d.directoryName, X509_get_subject_name(handle.get())) == 0)
      return true;
    using NamesPtr = std::unique_ptr<GENERAL_NAMES, Freed<GENERAL_NAMES_free>>;
    const NamesPtr names(
        static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(handle.get(), NID_subject_alt_name, nullptr, nullptr)));
    for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
      if (GENERAL_NAME_cmp(sk_GENERAL_NAME_value(names.get(), i), name) == 0) return true;
    }
    return false;
  }

  const TimestampParts& parts_;
  BytesView message_;
};

}  // namespace

TimestampCheck Timestamp::check(BytesView message, const Certificates& authority) const {
  TimestampCheck best;
  if (authority.empty()) return best;
  const TimestampSigner signer(*parts_, message);
  Certificates named;
  for (const auto& candidate : together(authority, parts_->certificates)) {
    if (signer.is_named(candidate)) named.push_back(candidate);
  }
  // Another authority may go by the same name and number: only where nobody named made it is it false.
  Certificates makers;
  for (const auto& candidate : named) {
    if (signer.is_made_by(candidate)) makers.push_back(candidate);
  }
  for (const auto& candidate : makers.empty() ? named : makers) {
    auto check = signer.check(candidate, authority);
    if (check.state < best.state) best = std::move(check);
  }
  return best;
}

}  // namespace weighmaster::crypto
