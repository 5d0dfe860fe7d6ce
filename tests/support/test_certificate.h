#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "crypto/certificate.h"
#include "support/test_key.h"

/// Certificates made for one test. All that a test wants otherwise is a member of a spec:
///
///   ChainSpec spec;
///   spec.leaf.key_usage = {};
///   const auto chain = mint_chain(spec);
///   certificate_bundle(chain.leaf_key, chain.certificates, payload);
namespace weighmaster::tests {

/// A moment inside the validity of all certificates of a default chain.
inline constexpr std::string_view chain_time = "2026-06-01T12:00:00Z";

/// RFC 3339; a text that is no time ends the test program.
[[nodiscard]] base::TimePoint at(std::string_view time);

struct CertificateSpec {
  /// The common name; empty, as in Fulcio's leaves: no subject, and critical alternative names.
  std::string subject;
  base::Window validity{at("2025-01-01T00:00:00Z"), at("2035-01-01T00:00:00Z")};
  /// Basic constraints: absent where false.
  bool authority = false;
  std::optional<int> path_length;
  /// As OpenSSL writes it ("digitalSignature", "keyCertSign,cRLSign"); empty: the extension is absent.
  std::string key_usage;
  /// As OpenSSL writes it ("codeSigning", "timeStamping"); empty: the extension is absent.
  std::string purposes;
  std::vector<crypto::AlternativeName> names;
  /// Object identifier, and the content of the extension's OCTET STRING.
  std::vector<std::pair<std::string, Bytes>> extensions;
  std::vector<std::pair<std::string, Bytes>> critical_extensions;
  /// Whether it names the issuer's key by its id, so that an issuer of the same name isn't taken for another.
  bool names_issuer_key = true;
  /// Signed with SHA-1, which is broken, in place of SHA-256.
  bool weak_signature = false;
  std::uint64_t serial = 1;
};

[[nodiscard]] CertificateSpec authority_spec(std::string subject);
/// For signing code, as OMS's certificate method wants it.
[[nodiscard]] CertificateSpec signer_spec(std::string subject);

/// Who signs a certificate.
struct Issuer {
  std::string subject;
  TestKey key;
};

[[nodiscard]] crypto::Certificate mint_certificate(const CertificateSpec& spec, const TestKey& subject_key,
                                                   const Issuer& issuer);

/// Root, intermediate and leaf of OMS's certificate method.
struct ChainSpec {
  CertificateSpec root = authority_spec("test root");
  CertificateSpec intermediate = authority_spec("test intermediate");
  CertificateSpec leaf = signer_spec("test signer");
  crypto::KeyType leaf_key = crypto::KeyType::ecdsa_p256;
};

struct MintedChain {
  TestKey leaf_key;
  /// Leaf first, without the root: what a bundle carries.
  std::vector<crypto::Certificate> certificates;
  crypto::Certificate root;
};

[[nodiscard]] MintedChain mint_chain(const ChainSpec& spec = {});

/// The DER of what is signed in a certificate (RFC 5280 section 4.1.1.1).
[[nodiscard]] Bytes tbs_of(const crypto::Certificate& certificate);

}  // namespace weighmaster::tests
