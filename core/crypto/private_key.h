#pragma once

#include <memory>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/public_key.h"
#include "crypto/secret.h"

namespace weighmaster::crypto {

/// A private key on one of the curves of OMS section 4.1: P-256, P-384, P-521. Cheap to copy; its memory is
/// wiped with the last copy. Nothing shows it, and nothing writes it.
class PrivateKey {
 public:
  /// The one private key of a PEM text: PKCS#8 ("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"; RFC 5958) or SEC 1
  /// ("EC PRIVATE KEY"; RFC 5915, also encrypted as RFC 1421 has it); other blocks beside it are passed over.
  /// `password` is null where there is none, and is not used for a key that is not encrypted. Nobody is asked
  /// for it here. Errors: key.private_malformed (says so where it is a public key or a certificate),
  /// key.password_missing, key.password_wrong (which a damaged file can't be told from), key.unsupported.
  [[nodiscard]] static base::Result<PrivateKey> from_pem(BytesView text, const Secret* password);

  /// A new key on P-256, for one signature. Error: key.unsupported where OpenSSL can't.
  [[nodiscard]] static base::Result<PrivateKey> generate_p256();

  [[nodiscard]] const PublicKey& public_key() const { return public_key_; }

  /// ECDSA in DER (RFC 3279 section 2.2.3) over the hash that goes with the curve. Error: key.unsupported
  /// where OpenSSL can't.
  [[nodiscard]] base::Result<Bytes> sign(BytesView message) const;

  /// A certification request (PKCS#10, RFC 2986) in PEM, for this key and for no name: it proves that its
  /// sender has the key, and whom a certificate names is shown by other means. Error: key.unsupported where
  /// OpenSSL can't.
  [[nodiscard]] base::Result<std::string> certificate_request() const;

 private:
  PrivateKey(std::shared_ptr<evp_pkey_st> key, PublicKey public_key)
      : key_(std::move(key)), public_key_(std::move(public_key)) {}
  [[nodiscard]] static base::Result<PrivateKey> adopt(std::shared_ptr<evp_pkey_st> key);

  std::shared_ptr<evp_pkey_st> key_;
  PublicKey public_key_;
};

}  // namespace weighmaster::crypto
