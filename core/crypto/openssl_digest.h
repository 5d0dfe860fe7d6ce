#pragma once

#include <openssl/evp.h>

#include "crypto/digest.h"

/// OpenSSL's functions for our algorithms. For the files of this room only.
namespace weighmaster::crypto {

/// Null for BLAKE3, which OpenSSL does not have.
[[nodiscard]] inline const EVP_MD* openssl_digest(DigestAlgorithm algorithm) {
  switch (algorithm) {
    case DigestAlgorithm::sha256:
      return EVP_sha256();
    case DigestAlgorithm::sha384:
      return EVP_sha384();
    case DigestAlgorithm::sha512:
      return EVP_sha512();
    case DigestAlgorithm::blake2b:
      return EVP_blake2b512();
    case DigestAlgorithm::blake3:
      return nullptr;
  }
  return nullptr;
}

/// Null for all that no signature scheme here is defined over: only SHA-2 is.
[[nodiscard]] inline const EVP_MD* signature_digest(DigestAlgorithm algorithm) {
  return algorithm == DigestAlgorithm::blake2b ? nullptr : openssl_digest(algorithm);
}

}  // namespace weighmaster::crypto
