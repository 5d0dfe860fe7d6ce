#include "support/test_key.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cstdio>
#include <cstdlib>

namespace weighmaster::tests {
namespace {

using crypto::DigestAlgorithm;
using crypto::KeyType;

void demand(bool done, const char* what) {
  if (done) return;
  std::fprintf(stderr, "test key: %s failed\n", what);
  std::abort();
}

EVP_PKEY* generate_key(KeyType type) {
  switch (type) {
    case KeyType::ecdsa_p256:
      return EVP_EC_gen("P-256");
    case KeyType::ecdsa_p384:
      return EVP_EC_gen("P-384");
    case KeyType::ecdsa_p521:
      return EVP_EC_gen("P-521");
    case KeyType::ed25519:
      return EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
    case KeyType::rsa:
      return EVP_RSA_gen(2048);
  }
  return nullptr;
}

const EVP_MD* message_digest(DigestAlgorithm algorithm) {
  switch (algorithm) {
    case DigestAlgorithm::sha384:
      return EVP_sha384();
    case DigestAlgorithm::sha512:
      return EVP_sha512();
    default:
      return EVP_sha256();
  }
}

}  // namespace

TestKey TestKey::generate(KeyType type) {
  std::shared_ptr<EVP_PKEY> key(generate_key(type), EVP_PKEY_free);
  demand(key != nullptr, "making a key");
  return TestKey(std::move(key));
}

TestKey TestKey::of(const crypto::PublicKey& key) {
  const auto* at = key.spki().data();
  std::shared_ptr<EVP_PKEY> half(d2i_PUBKEY(nullptr, &at, static_cast<long>(key.spki().size())),
                                 EVP_PKEY_free);
  demand(half != nullptr, "taking the public half");
  return TestKey(std::move(half));
}

crypto::PublicKey TestKey::public_key() const {
  Bytes der(static_cast<std::size_t>(i2d_PUBKEY(key_.get(), nullptr)));
  auto* out = der.data();
  i2d_PUBKEY(key_.get(), &out);
  auto key = crypto::PublicKey::from_spki(der);
  demand(key.has_value(), "reading the public half");
  return *key;
}

std::string TestKey::public_pem() const {
  return public_key().pem();
}

std::string TestKey::private_pem(std::string_view password) const {
  const auto* cipher = password.empty() ? nullptr : EVP_aes_256_cbc();
  const std::unique_ptr<BIO, decltype(&BIO_free_all)> bio(BIO_new(BIO_s_mem()), BIO_free_all);
  demand(PEM_write_bio_PKCS8PrivateKey(bio.get(), key_.get(), cipher, password.data(),
                                       static_cast<int>(password.size()), nullptr, nullptr) == 1,
         "writing the private half");
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

Bytes TestKey::sign(DigestAlgorithm algorithm, BytesView message) const {
  const EVP_MD* hash = EVP_PKEY_is_a(key_.get(), "ED25519") == 1 ? nullptr : message_digest(algorithm);
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  demand(EVP_DigestSignInit(context.get(), nullptr, hash, nullptr, key_.get()) == 1, "starting to sign");
  std::size_t size = 0;
  demand(EVP_DigestSign(context.get(), nullptr, &size, message.data(), message.size()) == 1, "signing");
  Bytes signature(size);
  demand(EVP_DigestSign(context.get(), signature.data(), &size, message.data(), message.size()) == 1,
         "signing");
  signature.resize(size);
  return signature;
}

Bytes TestKey::sign(BytesView message) const {
  return sign(public_key().usual_digest(), message);
}

}  // namespace weighmaster::tests
