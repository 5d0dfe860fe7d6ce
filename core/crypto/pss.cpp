#include "crypto/pss.h"

#include <openssl/err.h>
#include <openssl/rsa.h>

#include "crypto/openssl_digest.h"
#include "crypto/openssl_ptr.h"

namespace weighmaster::crypto {
namespace {

bool set_padding(EVP_PKEY_CTX* context) {
  return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
         EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_AUTO) == 1;
}

}  // namespace

bool verify_pss(const PublicKey& key, DigestAlgorithm algorithm, BytesView message, BytesView signature) {
  const EVP_MD* hash = signature_digest(algorithm);
  if (key.type() != KeyType::rsa || hash == nullptr) return false;
  const auto* at = key.spki().data();
  const auto rsa = own(d2i_PUBKEY(nullptr, &at, static_cast<long>(key.spki().size())));
  const DigestContextPtr context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* parameters = nullptr;  // the digest context's own
  const bool good =
      rsa && context && EVP_DigestVerifyInit(context.get(), &parameters, hash, nullptr, rsa.get()) == 1 &&
      set_padding(parameters) &&
      EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(), message.size()) ==
          1;
  ERR_clear_error();
  return good;
}

}  // namespace weighmaster::crypto
