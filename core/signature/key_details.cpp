#include "signature/key_details.h"

#include <algorithm>
#include <array>

namespace weighmaster::signature {
namespace {

using crypto::DigestAlgorithm;
using crypto::KeyType;

/// The kinds whose hash is the one that PublicKey::usual_digest takes, and whose RSA padding is PKCS#1 v1.5.
/// Those without a size are names of old that stay valid in trusted roots.
constexpr auto known_kinds = std::to_array<KeyDetails>({
    {"PKIX_ECDSA_P256_SHA_256", KeyType::ecdsa_p256, 0, DigestAlgorithm::sha256},
    {"PKIX_ECDSA_P384_SHA_384", KeyType::ecdsa_p384, 0, DigestAlgorithm::sha384},
    {"PKIX_ECDSA_P521_SHA_512", KeyType::ecdsa_p521, 0, DigestAlgorithm::sha512},
    {"PKIX_ED25519", KeyType::ed25519, 0, DigestAlgorithm::sha512},
    {"PKIX_RSA_PKCS1V15_2048_SHA256", KeyType::rsa, 2048, DigestAlgorithm::sha256},
    {"PKIX_RSA_PKCS1V15_3072_SHA256", KeyType::rsa, 3072, DigestAlgorithm::sha256},
    {"PKIX_RSA_PKCS1V15_4096_SHA256", KeyType::rsa, 4096, DigestAlgorithm::sha256},
    {"PKIX_RSA_PKCS1V5", KeyType::rsa, 0, DigestAlgorithm::sha256},
    {"PKCS1_RSA_PKCS1V5", KeyType::rsa, 0, DigestAlgorithm::sha256, true},
});

}  // namespace

bool KeyDetails::fits(const crypto::PublicKey& key) const {
  return key.type() == type && (bits == 0 || key.bits() == bits);
}

const KeyDetails* find_key_details(std::string_view name) {
  const auto* const known = std::find_if(known_kinds.begin(), known_kinds.end(),
                                         [&](const KeyDetails& kind) { return kind.name == name; });
  return known == known_kinds.end() ? nullptr : known;
}

}  // namespace weighmaster::signature
