#pragma once

#include <string_view>

#include "crypto/digest.h"
#include "crypto/public_key.h"

namespace weighmaster::signature {

/// A kind of key with its algorithm, as Sigstore names it (PublicKeyDetails of sigstore_common.proto;
/// algorithm-registry.md in sigstore/architecture-docs).
struct KeyDetails {
  std::string_view name;
  crypto::KeyType type;
  /// Of an RSA modulus; 0: any.
  unsigned bits;
  /// What goes into the signature.
  crypto::DigestAlgorithm digest;
  /// The key is written as RSAPublicKey (RFC 8017) and not as SubjectPublicKeyInfo.
  bool is_pkcs1 = false;

  [[nodiscard]] bool fits(const crypto::PublicKey& key) const;
};

/// Null for kinds that can't be used here (RSA-PSS, Ed25519ph, a curve with another's hash, hash-based and
/// lattice signatures) or that nobody knows: that is "unsupported", not "false".
[[nodiscard]] const KeyDetails* find_key_details(std::string_view name);

}  // namespace weighmaster::signature
