#include "crypto/public_key.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <array>
#include <optional>

#include "crypto/openssl_digest.h"
#include "crypto/openssl_ptr.h"
#include "crypto/pem.h"

namespace weighmaster::crypto {
namespace {

using base::Code;
using base::fail;
using base::Result;

constexpr int least_rsa_bits = 2048;  // Sigstore's algorithm registry has no smaller ones

std::optional<KeyType> curve_type(const EVP_PKEY* key) {
  std::array<char, 64> group{};
  std::size_t length = 0;
  if (EVP_PKEY_get_group_name(key, group.data(), group.size(), &length) != 1) return std::nullopt;
  const std::string_view curve(group.data(), length);
  if (curve == SN_X9_62_prime256v1) return KeyType::ecdsa_p256;
  if (curve == SN_secp384r1) return KeyType::ecdsa_p384;
  if (curve == SN_secp521r1) return KeyType::ecdsa_p521;
  return std::nullopt;
}

std::optional<KeyType> type_of(const EVP_PKEY* key) {
  switch (EVP_PKEY_get_base_id(key)) {
    case EVP_PKEY_EC:
      return curve_type(key);
    case EVP_PKEY_ED25519:
      return KeyType::ed25519;
    case EVP_PKEY_RSA:
      return EVP_PKEY_get_bits(key) >= least_rsa_bits ? std::optional(KeyType::rsa) : std::nullopt;
    default:
      return std::nullopt;
  }
}

bool is_ecdsa(KeyType type) {
  return type == KeyType::ecdsa_p256 || type == KeyType::ecdsa_p384 || type == KeyType::ecdsa_p521;
}

/// A signature that can be written in two ways could be replaced without the key: only DER's one way is
/// taken.
bool is_canonical_ecdsa(BytesView signature) {
  const auto* at = signature.data();
  ECDSA_SIG* parsed = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(signature.size()));
  if (parsed == nullptr) return false;
  const Bytes again = der_of<i2d_ECDSA_SIG>(parsed);
  ECDSA_SIG_free(parsed);
  return as_text(again) == as_text(signature);
}

}  // namespace

std::string_view name(KeyType type) {
  switch (type) {
    case KeyType::ecdsa_p256:
      return "ECDSA P-256";
    case KeyType::ecdsa_p384:
      return "ECDSA P-384";
    case KeyType::ecdsa_p521:
      return "ECDSA P-521";
    case KeyType::ed25519:
      return "Ed25519";
    case KeyType::rsa:
      return "RSA";
  }
  return {};
}

PublicKey::PublicKey(std::shared_ptr<EVP_PKEY> key, KeyType type, Bytes spki)
    : key_(std::move(key)), type_(type), spki_(std::make_shared<const Bytes>(std::move(spki))) {}

Result<PublicKey> PublicKey::adopt(std::shared_ptr<EVP_PKEY> key) {
  const auto type = type_of(key.get());
  if (!type) return fail(Code::key_unsupported, {}, OBJ_nid2sn(EVP_PKEY_get_base_id(key.get())));
  Bytes spki = der_of<i2d_PUBKEY>(key.get());
  if (spki.empty()) return fail(Code::key_malformed);
  return PublicKey(std::move(key), *type, std::move(spki));
}

/// Which of two keys is meant, nobody can say: there has to be exactly one block.
Result<PublicKey> PublicKey::from_pem(BytesView text) {
  if (holds_private_key(text)) return fail(Code::key_malformed, {}, private_key_given);
  if (const auto blocks = pem_blocks(text); blocks > 1) {
    return fail(Code::key_malformed, {},
                "it holds " + std::to_string(blocks) + " PEM blocks; exactly one, a public key, is wanted");
  }
  const auto bio = reader(text);
  auto key = own(PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, nullptr));
  ERR_clear_error();
  if (!key) return fail(Code::key_malformed, {}, "no PEM block “PUBLIC KEY” that can be read");
  return adopt(std::move(key));
}

Result<PublicKey> PublicKey::from_spki(BytesView der) {
  const auto* at = der.data();
  auto key = own(d2i_PUBKEY(nullptr, &at, static_cast<long>(der.size())));
  ERR_clear_error();
  if (!key) return fail(Code::key_malformed, {}, "no SubjectPublicKeyInfo that can be read");
  if (at != der.data() + der.size()) return fail(Code::key_malformed, {}, "bytes behind the key");
  return adopt(std::move(key));
}

Result<PublicKey> PublicKey::from_pkcs1(BytesView der) {
  const auto* at = der.data();
  auto key = own(d2i_PublicKey(EVP_PKEY_RSA, nullptr, &at, static_cast<long>(der.size())));
  ERR_clear_error();
  if (!key) return fail(Code::key_malformed, {}, "no RSAPublicKey that can be read");
  if (at != der.data() + der.size()) return fail(Code::key_malformed, {}, "bytes behind the key");
  return adopt(std::move(key));
}

unsigned PublicKey::bits() const {
  return static_cast<unsigned>(EVP_PKEY_get_bits(key_.get()));
}

Digest PublicKey::spki_digest() const {
  return digest(DigestAlgorithm::sha256, *spki_);
}

std::string PublicKey::pem() const {
  const BioPtr bio(BIO_new(BIO_s_mem()));
  // The same as PEM_write_bio_PUBKEY, which takes a millisecond to find who could encode the key once more.
  PEM_write_bio(bio.get(), PEM_STRING_PUBLIC, "", spki_->data(), static_cast<long>(spki_->size()));
  return written(bio.get());
}

std::string PublicKey::hint() const {
  return digest(DigestAlgorithm::sha256, as_bytes(pem())).hex();
}

DigestAlgorithm PublicKey::usual_digest() const {
  if (type_ == KeyType::ecdsa_p384) return DigestAlgorithm::sha384;
  if (type_ == KeyType::ecdsa_p521) return DigestAlgorithm::sha512;
  return DigestAlgorithm::sha256;
}

bool PublicKey::verify(DigestAlgorithm algorithm, BytesView message, BytesView signature) const {
  if (is_ecdsa(type_) && !is_canonical_ecdsa(signature)) return false;
  const EVP_MD* hash = type_ == KeyType::ed25519 ? nullptr : signature_digest(algorithm);
  if (type_ != KeyType::ed25519 && hash == nullptr) return false;
  const DigestContextPtr context(EVP_MD_CTX_new());
  const bool good = context && EVP_DigestVerifyInit(context.get(), nullptr, hash, nullptr, key_.get()) == 1 &&
                    EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(),
                                     message.size()) == 1;
  ERR_clear_error();
  return good;
}

bool PublicKey::verify_digest(const Digest& digest, BytesView signature) const {
  if (is_ecdsa(type_) && !is_canonical_ecdsa(signature)) return false;
  const EVP_MD* hash = signature_digest(digest.algorithm());
  if (type_ == KeyType::ed25519 || hash == nullptr) return false;
  const KeyContextPtr context(EVP_PKEY_CTX_new(key_.get(), nullptr));
  const bool good = context && EVP_PKEY_verify_init(context.get()) == 1 &&
                    EVP_PKEY_CTX_set_signature_md(context.get(), hash) == 1 &&
                    EVP_PKEY_verify(context.get(), signature.data(), signature.size(), digest.bytes().data(),
                                    digest.bytes().size()) == 1;
  ERR_clear_error();
  return good;
}

}  // namespace weighmaster::crypto
