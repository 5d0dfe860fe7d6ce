#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "base/json.h"
#include "support/der.h"
#include "support/test_certificate.h"

/// A timestamp authority of a test's own (RFC 3161). What a test changes through a member of the spec is
/// validly signed by the authority, all around it included; what it changes in the bytes afterwards is not.
namespace weighmaster::tests {

/// Of a structure, before it is encoded and, if it is signed, before it is signed.
using ChangeElements = std::function<void(Elements&)>;

/// For nothing but timestamps (RFC 3161 section 2.3).
[[nodiscard]] CertificateSpec stamper_spec();

struct TimestampSpec {
  base::TimePoint time = at("2026-06-01T12:00:05Z");
  /// Issued for this timestamp; the authority's own where there is none.
  std::optional<CertificateSpec> certificate;
  crypto::KeyType key_type = crypto::KeyType::ecdsa_p256;
  crypto::DigestAlgorithm imprint = crypto::DigestAlgorithm::sha256;
  crypto::DigestAlgorithm digest = crypto::DigestAlgorithm::sha256;
  /// Big-endian; 0: none is stated.
  std::uint64_t nonce = 0;
  /// Whether it carries the certificate.
  bool encloses_certificate = true;
  /// Named by its key's id in place of issuer and serial number.
  bool names_by_key_id = false;
  /// The key that signs in place of the certificate's.
  std::optional<TestKey> key;

  ChangeElements change_info;         // version, policy, imprint, serial, time, accuracy, nonce if any
  ChangeElements change_attributes;   // contentType, messageDigest, signingCertificateV2
  ChangeElements change_signer;       // version, signer, digest, attributes, algorithm, signature
  ChangeElements change_signed_data;  // version, digests, content, certificates if any, signers
  ChangeElements change_response;     // status, token
};

class VirtualAuthority {
 public:
  VirtualAuthority();

  /// A TimeStampResp over the message.
  [[nodiscard]] Bytes stamp(BytesView message, const TimestampSpec& spec = {}) const;
  /// Its chain as a trusted root names it: the only certificate that may stamp, intermediate, root.
  [[nodiscard]] std::vector<crypto::Certificate> chain() const;
  /// Intermediate and root: then every certificate that they issued may stamp, if it is for that.
  [[nodiscard]] std::vector<crypto::Certificate> issuers() const;
  /// An entry of a trusted root's `timestampAuthorities`.
  [[nodiscard]] base::Json json() const;

  /// A certificate that the intermediate issued for the authority's own key, or for another.
  [[nodiscard]] crypto::Certificate issue(const CertificateSpec& spec) const;
  [[nodiscard]] crypto::Certificate issue(const CertificateSpec& spec, const TestKey& key) const;
  [[nodiscard]] const TestKey& key() const { return key_; }

 private:
  TestKey root_key_;
  TestKey intermediate_key_;
  TestKey key_;
  crypto::Certificate root_;
  crypto::Certificate intermediate_;
  crypto::Certificate leaf_;
};

/// A timestamp authority or certificate authority of a trusted root.
[[nodiscard]] base::Json authority_json(const std::string& uri,
                                        const std::vector<crypto::Certificate>& chain);

/// An attribute with one value (RFC 5652 section 5.3).
[[nodiscard]] Bytes attribute(const std::string& oid, const Bytes& value);
/// A SigningCertificateV2 that names the certificate by its SHA-256 (RFC 5035 section 3).
[[nodiscard]] Bytes signing_certificate_v2(const crypto::Certificate& certificate);

inline constexpr const char* oid_tst_info = "1.2.840.113549.1.9.16.1.4";
inline constexpr const char* oid_content_type = "1.2.840.113549.1.9.3";
inline constexpr const char* oid_message_digest = "1.2.840.113549.1.9.4";
inline constexpr const char* oid_signing_certificate = "1.2.840.113549.1.9.16.2.12";
inline constexpr const char* oid_signing_certificate_v2 = "1.2.840.113549.1.9.16.2.47";
inline constexpr const char* oid_sha1 = "1.3.14.3.2.26";

}  // namespace weighmaster::tests
