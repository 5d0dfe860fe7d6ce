#pragma once

#include <memory>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/digest.h"

struct evp_pkey_st;  // OpenSSL's EVP_PKEY, named so that no other room needs its headers

namespace weighmaster::crypto {

enum class KeyType : std::uint8_t { ecdsa_p256, ecdsa_p384, ecdsa_p521, ed25519, rsa };

[[nodiscard]] std::string_view name(KeyType type);

/// A public key that was parsed and is on its curve. Immutable, cheap to copy.
class PublicKey {
 public:
  /// One PEM block "PUBLIC KEY". Errors: key.malformed, key.unsupported.
  [[nodiscard]] static base::Result<PublicKey> from_pem(BytesView text);
  /// DER SubjectPublicKeyInfo (RFC 5280 section 4.1), without trailing bytes.
  [[nodiscard]] static base::Result<PublicKey> from_spki(BytesView der);
  /// DER RSAPublicKey (RFC 8017 appendix A.1.1), as some trust roots carry it.
  [[nodiscard]] static base::Result<PublicKey> from_pkcs1(BytesView der);

  [[nodiscard]] KeyType type() const { return type_; }
  /// The size of an RSA modulus or of a curve's field, in bits.
  [[nodiscard]] unsigned bits() const;
  [[nodiscard]] const Bytes& spki() const { return *spki_; }
  /// SHA-256 of the SPKI: the id of a log key (RFC 6962 section 3.2).
  [[nodiscard]] Digest spki_digest() const;
  /// PEM as RFC 7468 writes it: 64 columns, a final newline.
  [[nodiscard]] std::string pem() const;
  /// Hexadecimal SHA-256 of the PEM text: OMS's `publicKey.hint` (section 4.1).
  [[nodiscard]] std::string hint() const;

  /// The hash that goes with the curve: SHA-256, 384 or 512 (OMS section 4.1); SHA-256 for RSA and Ed25519.
  [[nodiscard]] DigestAlgorithm usual_digest() const;

  /// Whether `signature` is this key's over `message`. ECDSA: DER, canonical encoding only (X.690 section
  /// 10), over the message's digest; RSA: PKCS#1 v1.5; Ed25519: pure, `algorithm` not used.
  [[nodiscard]] bool verify(DigestAlgorithm algorithm, BytesView message, BytesView signature) const;
  /// The same where only the message's digest is known. ECDSA and RSA sign one; Ed25519 signs the message
  /// itself, so that nothing is its signature over a digest.
  [[nodiscard]] bool verify_digest(const Digest& digest, BytesView signature) const;

  friend bool operator==(const PublicKey& a, const PublicKey& b) { return *a.spki_ == *b.spki_; }

 private:
  friend class Certificate;
  [[nodiscard]] static base::Result<PublicKey> adopt(std::shared_ptr<evp_pkey_st> key);
  PublicKey(std::shared_ptr<evp_pkey_st> key, KeyType type, Bytes spki);

  std::shared_ptr<evp_pkey_st> key_;
  KeyType type_;
  std::shared_ptr<const Bytes> spki_;
};

}  // namespace weighmaster::crypto
