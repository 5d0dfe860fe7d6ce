#include "update/key.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/encoding.h"
#include "crypto/pss.h"

namespace weighmaster::update {
namespace {

using base::Code;
using base::fail;
using base::JsonObject;
using base::Result;
using crypto::DigestAlgorithm;
using crypto::KeyType;
using crypto::PublicKey;

struct KnownScheme {
  std::string_view name;
  std::string_view family;  // of `keytype`
  std::optional<KeyType> type;
  DigestAlgorithm digest;
  bool pss;
};

/// As securesystemslib names them. ECDSA's family may also be named by the scheme, as old metadata does.
constexpr auto known_schemes = std::to_array<KnownScheme>({
    {"ecdsa-sha2-nistp256", "ecdsa", KeyType::ecdsa_p256, DigestAlgorithm::sha256, false},
    {"ecdsa-sha2-nistp384", "ecdsa", KeyType::ecdsa_p384, DigestAlgorithm::sha384, false},
    {"ecdsa-sha2-nistp521", "ecdsa", KeyType::ecdsa_p521, DigestAlgorithm::sha512, false},
    {"ed25519", "ed25519", KeyType::ed25519, DigestAlgorithm::sha512, false},
    {"rsassa-pss-sha256", "rsa", KeyType::rsa, DigestAlgorithm::sha256, true},
    {"rsassa-pss-sha384", "rsa", KeyType::rsa, DigestAlgorithm::sha384, true},
    {"rsassa-pss-sha512", "rsa", KeyType::rsa, DigestAlgorithm::sha512, true},
    {"rsa-pkcs1v15-sha256", "rsa", KeyType::rsa, DigestAlgorithm::sha256, false},
    {"rsa-pkcs1v15-sha384", "rsa", KeyType::rsa, DigestAlgorithm::sha384, false},
    {"rsa-pkcs1v15-sha512", "rsa", KeyType::rsa, DigestAlgorithm::sha512, false},
});

const KnownScheme* find_scheme(std::string_view type, std::string_view scheme) {
  const auto* const found = std::find_if(known_schemes.begin(), known_schemes.end(), [&](const auto& known) {
    return known.name == scheme && (known.family == type || known.name == type);
  });
  return found == known_schemes.end() ? nullptr : found;
}

/// Ed25519 keys are 32 bytes in hexadecimal; SubjectPublicKeyInfo has these bytes before them (RFC 8410
/// section 4).
Result<PublicKey> ed25519_key(std::string_view hex) {
  constexpr auto before =
      std::to_array<std::uint8_t>({0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00});
  const auto raw = base::from_hex(hex);
  if (!raw) return fail(raw.error());
  Bytes spki(before.begin(), before.end());
  spki.insert(spki.end(), raw->begin(), raw->end());
  return PublicKey::from_spki(spki);
}

}  // namespace

Result<Key> Key::parse(const JsonObject& object) {
  const auto type = object.string("keytype");
  if (!type) return fail(type.error());
  const auto scheme = object.string("scheme");
  if (!scheme) return fail(scheme.error());
  const auto value = object.object("keyval");
  if (!value) return fail(value.error());

  Key key;
  const auto* known = find_scheme(*type, *scheme);
  if (known == nullptr) return key;
  const auto text = value->string("public");
  if (!text) return fail(text.error());
  const auto parsed =
      known->type == KeyType::ed25519 ? ed25519_key(*text) : PublicKey::from_pem(as_bytes(*text));
  if (!parsed || parsed->type() != known->type) return key;
  key.key_ = *parsed;
  key.digest_ = known->digest;
  key.scheme_ = known->pss ? Scheme::pss : Scheme::plain;
  return key;
}

bool Key::verifies(BytesView message, BytesView signature) const {
  if (!key_ || signature.empty()) return false;
  return scheme_ == Scheme::pss ? crypto::verify_pss(*key_, digest_, message, signature)
                                : key_->verify(digest_, message, signature);
}

std::string_view Key::identity() const {
  return key_ ? as_text(key_->spki()) : std::string_view();
}

Result<void> check_signatures(std::string_view file, const Role& role, const Keys& keys, BytesView message,
                              const std::vector<Signature>& signatures) {
  std::set<std::string_view> signers;
  for (const auto& signature : signatures) {
    const bool asked =
        std::find(role.key_ids.begin(), role.key_ids.end(), signature.key_id) != role.key_ids.end();
    const auto key = asked ? keys.find(signature.key_id) : keys.end();
    if (key == keys.end() || signers.contains(key->second.identity())) continue;
    if (key->second.verifies(message, signature.value)) signers.insert(key->second.identity());
  }
  if (signers.size() >= role.threshold) return {};
  return fail(Code::update_signatures, std::string(file),
              std::to_string(signers.size()) + " of " + std::to_string(role.threshold));
}

}  // namespace weighmaster::update
