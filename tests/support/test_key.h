#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "crypto/digest.h"
#include "crypto/public_key.h"

struct evp_pkey_st;  // OpenSSL's EVP_PKEY

namespace weighmaster::tests {

/// A private key, new for each test run. Cheap to copy. A failure of OpenSSL ends the test program.
class TestKey {
 public:
  /// RSA keys have 2048 bits.
  [[nodiscard]] static TestKey generate(crypto::KeyType type = crypto::KeyType::ecdsa_p256);

  /// The public half alone, of somebody else's key: it certifies and checks, and can't sign.
  [[nodiscard]] static TestKey of(const crypto::PublicKey& key);

  [[nodiscard]] crypto::PublicKey public_key() const;
  [[nodiscard]] std::string public_pem() const;
  /// PKCS#8, encrypted with AES-256 where there is a password.
  [[nodiscard]] std::string private_pem(std::string_view password = {}) const;

  /// ECDSA: DER; RSA: PKCS#1 v1.5; Ed25519: pure, `algorithm` not used. SHA-2 only.
  [[nodiscard]] Bytes sign(crypto::DigestAlgorithm algorithm, BytesView message) const;
  /// With the hash that goes with the curve (OMS section 4.1).
  [[nodiscard]] Bytes sign(BytesView message) const;

  /// For code that makes certificates. Owned by this object.
  [[nodiscard]] evp_pkey_st* handle() const { return key_.get(); }

 private:
  explicit TestKey(std::shared_ptr<evp_pkey_st> key) : key_(std::move(key)) {}

  std::shared_ptr<evp_pkey_st> key_;
};

}  // namespace weighmaster::tests
