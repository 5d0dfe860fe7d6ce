#include "crypto/key_encryption.h"

#include <openssl/err.h>
#include <openssl/pkcs12.h>

#include <initializer_list>
#include <optional>

#include "base/limits.h"
#include "crypto/openssl_ptr.h"

namespace weighmaster::crypto {
namespace {

using base::Code;
using base::fail;
using base::Result;
using EncryptedPtr = std::unique_ptr<X509_SIG, Freed<X509_SIG_free>>;
using Pbes1Ptr = std::unique_ptr<PBEPARAM, Freed<PBEPARAM_free>>;
using Pbes2Ptr = std::unique_ptr<PBE2PARAM, Freed<PBE2PARAM_free>>;
using ScryptPtr = std::unique_ptr<SCRYPT_PARAMS, Freed<SCRYPT_PARAMS_free>>;
using Pbkdf2Ptr = std::unique_ptr<PBKDF2PARAM, Freed<PBKDF2PARAM_free>>;

template <class Ptr>
Ptr unpack(const X509_ALGOR* algorithm, const ASN1_ITEM* item) {
  using T = typename Ptr::element_type;
  return Ptr(static_cast<T*>(ASN1_TYPE_unpack_sequence(item, algorithm->parameter)));
}

/// What is not positive, or doesn't fit, is more than any limit.
std::int64_t positive(const ASN1_INTEGER* number) {
  std::int64_t value = 0;
  return ASN1_INTEGER_get_int64(&value, number) == 1 && value > 0 ? value : INT64_MAX;
}

/// Without overflow, as long as it is within the limit.
std::int64_t product_within_limit(std::initializer_list<std::int64_t> factors) {
  std::int64_t product = 1;
  for (const auto factor : factors) {
    if (factor > base::limits::key_iterations / product) return INT64_MAX;
    product *= factor;
  }
  return product;
}

/// How often a password is stretched (RFC 8018 appendixes A.2 and A.3; of scrypt, RFC 7914 section 7, its
/// three costs together). Nothing where it isn't said in a way that is known.
std::optional<std::int64_t> iterations(const X509_ALGOR* scheme) {
  if (OBJ_obj2nid(scheme->algorithm) != NID_pbes2) {
    const auto parameters = unpack<Pbes1Ptr>(scheme, ASN1_ITEM_rptr(PBEPARAM));
    return parameters ? std::optional(positive(parameters->iter)) : std::nullopt;
  }
  const auto parameters = unpack<Pbes2Ptr>(scheme, ASN1_ITEM_rptr(PBE2PARAM));
  if (!parameters) return std::nullopt;
  if (OBJ_obj2nid(parameters->keyfunc->algorithm) == NID_id_scrypt) {
    const auto costs = unpack<ScryptPtr>(parameters->keyfunc, ASN1_ITEM_rptr(SCRYPT_PARAMS));
    if (!costs) return std::nullopt;
    return product_within_limit({positive(costs->costParameter), positive(costs->blockSize),
                                 positive(costs->parallelizationParameter)});
  }
  const auto stretching = unpack<Pbkdf2Ptr>(parameters->keyfunc, ASN1_ITEM_rptr(PBKDF2PARAM));
  return stretching ? std::optional(positive(stretching->iter)) : std::nullopt;
}

/// Whether OpenSSL failed because it doesn't have the scheme or one of its parts, whatever the password.
bool scheme_is_unknown() {
  bool unknown = false;
  while (const auto error = ERR_get_error()) {
    const int reason = ERR_GET_REASON(error);
    const bool of_evp = ERR_GET_LIB(error) == ERR_LIB_EVP;
    unknown = unknown || reason == ERR_R_UNSUPPORTED ||
              (of_evp && (reason == EVP_R_UNKNOWN_PBE_ALGORITHM || reason == EVP_R_UNKNOWN_CIPHER ||
                          reason == EVP_R_UNSUPPORTED_CIPHER || reason == EVP_R_UNSUPPORTED_PRF ||
                          reason == EVP_R_UNSUPPORTED_KEY_DERIVATION_FUNCTION ||
                          reason == EVP_R_UNSUPPORTED_KEYLENGTH));
  }
  return unknown;
}

}  // namespace

Result<Secret> decrypt_pkcs8(BytesView der, const Secret* password) {
  const auto* at = der.data();
  const EncryptedPtr encrypted(d2i_X509_SIG(nullptr, &at, static_cast<long>(der.size())));
  ERR_clear_error();
  if (!encrypted || at != der.data() + der.size())
    return fail(Code::key_private_malformed, {}, "no EncryptedPrivateKeyInfo (RFC 5958)");
  const X509_ALGOR* scheme = nullptr;
  const ASN1_OCTET_STRING* content = nullptr;
  X509_SIG_get0(encrypted.get(), &scheme, &content);
  const auto stretched = iterations(scheme);
  ERR_clear_error();
  if (!stretched) return fail(Code::key_unsupported, {}, "it is encrypted in a way that is not known here");
  if (*stretched > base::limits::key_iterations)
    return fail(Code::key_unsupported, {}, "its password would take too long to try");
  if (password == nullptr) return fail(Code::key_password_missing);

  unsigned char* plain = nullptr;
  int size = 0;
  const auto given = password->text();
  const bool opened =
      PKCS12_pbe_crypt(scheme, given.data(), static_cast<int>(given.size()), ASN1_STRING_get0_data(content),
                       ASN1_STRING_length(content), &plain, &size, 0) != nullptr;
  if (!opened && scheme_is_unknown())
    return fail(Code::key_unsupported, {}, "it is encrypted in a way that OpenSSL does not offer");
  if (!opened) return fail(Code::key_password_wrong);
  Secret key_info(to_bytes(BytesView(plain, static_cast<std::size_t>(size))));
  OPENSSL_clear_free(plain, static_cast<std::size_t>(size));
  return key_info;
}

}  // namespace weighmaster::crypto
