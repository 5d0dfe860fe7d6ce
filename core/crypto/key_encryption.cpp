#include "crypto/key_encryption.h"

#include <openssl/err.h>
#include <openssl/pkcs12.h>

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
using Pbkdf2Ptr = std::unique_ptr<PBKDF2PARAM, Freed<PBKDF2PARAM_free>>;

template <class Ptr>
Ptr unpack(const X509_ALGOR* algorithm, const ASN1_ITEM* item) {
  using T = typename Ptr::element_type;
  return Ptr(static_cast<T*>(ASN1_TYPE_unpack_sequence(item, algorithm->parameter)));
}

/// How often a password is stretched (RFC 8018 appendixes A.2 and A.3). Nothing where it isn't said so here:
/// scrypt, whose cost OpenSSL limits itself.
std::optional<std::int64_t> iterations(const X509_ALGOR* scheme) {
  const auto count = [](const ASN1_INTEGER* number) -> std::optional<std::int64_t> {
    std::int64_t value = 0;
    return ASN1_INTEGER_get_int64(&value, number) == 1 ? value : INT64_MAX;
  };
  if (OBJ_obj2nid(scheme->algorithm) != NID_pbes2) {
    const auto parameters = unpack<Pbes1Ptr>(scheme, ASN1_ITEM_rptr(PBEPARAM));
    return parameters ? count(parameters->iter) : std::nullopt;
  }
  const auto parameters = unpack<Pbes2Ptr>(scheme, ASN1_ITEM_rptr(PBE2PARAM));
  if (!parameters || OBJ_obj2nid(parameters->keyfunc->algorithm) != NID_id_pbkdf2) return std::nullopt;
  const auto stretching = unpack<Pbkdf2Ptr>(parameters->keyfunc, ASN1_ITEM_rptr(PBKDF2PARAM));
  return stretching ? count(stretching->iter) : std::nullopt;
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
  if (stretched && *stretched > base::limits::key_iterations)
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
