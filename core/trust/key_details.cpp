#include "trust/key_details.h"

#include <algorithm>
#include <array>
#include <string>

namespace weighmaster::trust {
namespace {

using base::Code;
using base::fail;
using base::Result;
using crypto::KeyType;
using crypto::PublicKey;

struct KnownKind {
  std::string_view details;
  KeyType type;
  Result<PublicKey> (*parse)(BytesView der);
};

/// The kinds whose hash is the one that PublicKey::usual_digest takes, and whose RSA padding is PKCS#1 v1.5.
/// The others (PSS, Ed25519ph, P-384 with SHA-256, hash-based and lattice signatures) are not usable here.
constexpr auto known_kinds = std::to_array<KnownKind>({
    {"PKIX_ECDSA_P256_SHA_256", KeyType::ecdsa_p256, PublicKey::from_spki},
    {"PKIX_ECDSA_P384_SHA_384", KeyType::ecdsa_p384, PublicKey::from_spki},
    {"PKIX_ECDSA_P521_SHA_512", KeyType::ecdsa_p521, PublicKey::from_spki},
    {"PKIX_ED25519", KeyType::ed25519, PublicKey::from_spki},
    {"PKIX_RSA_PKCS1V15_2048_SHA256", KeyType::rsa, PublicKey::from_spki},
    {"PKIX_RSA_PKCS1V15_3072_SHA256", KeyType::rsa, PublicKey::from_spki},
    {"PKIX_RSA_PKCS1V15_4096_SHA256", KeyType::rsa, PublicKey::from_spki},
    {"PKIX_RSA_PKCS1V5", KeyType::rsa, PublicKey::from_spki},
    {"PKCS1_RSA_PKCS1V5", KeyType::rsa, PublicKey::from_pkcs1},
});

}  // namespace

Result<std::optional<PublicKey>> parse_log_key(BytesView bytes, std::string_view details) {
  const auto* const known = std::find_if(known_kinds.begin(), known_kinds.end(),
                                         [&](const KnownKind& kind) { return kind.details == details; });
  if (known == known_kinds.end()) return std::nullopt;
  auto key = known->parse(bytes);
  if (!key && key.error().code == Code::key_unsupported) return std::nullopt;
  if (!key) return fail(Code::trust_malformed, std::string(details), key.error().detail);
  if (key->type() != known->type)
    return fail(Code::trust_malformed, std::string(details), "a key of another kind");
  return std::move(*key);
}

}  // namespace weighmaster::trust
