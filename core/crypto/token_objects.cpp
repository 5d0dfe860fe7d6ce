#include "crypto/token_objects.h"

#include "crypto/ec_encoding.h"

namespace weighmaster::crypto {
namespace {

using base::Code;
using base::fail;
using base::Result;

/// The parts of one pair.
Objects of_pair(const TokenSession& session, const Handle& handle, CK_OBJECT_CLASS kind) {
  const auto by = handle.id.empty() ? Wanted{CKA_LABEL, to_bytes(handle.label)} : Wanted{CKA_ID, handle.id};
  return session.find({Wanted::number(CKA_CLASS, kind), by}).value_or(Objects());
}

/// As a public key object states it; some tokens have it in the private one too.
Result<PublicKey> stated_key(const TokenSession& session, CK_OBJECT_HANDLE key) {
  const auto params = session.attribute(key, CKA_EC_PARAMS);
  const auto point = session.attribute(key, CKA_EC_POINT);
  if (!params || !point || point->empty()) return fail(Code::token_key_missing);
  return ec_public_key(*params, *point);
}

Result<PublicKey> certified_key(const TokenSession& session, CK_OBJECT_HANDLE object) {
  const auto certificate = certificate_of(session, object);
  if (!certificate) return fail(Code::token_key_missing);
  return certificate->public_key();
}

bool is_missing(const Result<PublicKey>& key) {
  return !key && key.error().code == Code::token_key_missing;
}

}  // namespace

Pkcs11Uri Handle::uri() const {
  Pkcs11Uri uri;
  if (!label.empty()) uri.object = label;
  if (!id.empty()) uri.id = id;
  uri.type = Pkcs11Uri::Type::private_key;
  return uri;
}

Handle handle_of(const TokenSession& session, CK_OBJECT_HANDLE object) {
  const auto label = session.attribute(object, CKA_LABEL).value_or(Bytes());
  return {std::string(as_text(label)), session.attribute(object, CKA_ID).value_or(Bytes())};
}

Objects all_of(const TokenSession& session, CK_OBJECT_CLASS kind) {
  return session.find({Wanted::number(CKA_CLASS, kind)}).value_or(Objects());
}

Result<Objects> private_keys(const TokenSession& session, const Pkcs11Uri& uri) {
  std::vector<Wanted> wanted{Wanted::number(CKA_CLASS, CKO_PRIVATE_KEY)};
  if (uri.id) wanted.push_back({CKA_ID, *uri.id});
  if (uri.object) wanted.push_back({CKA_LABEL, to_bytes(*uri.object)});
  return session.find(wanted);
}

std::optional<KeyType> key_type(const TokenSession& session, CK_OBJECT_HANDLE key) {
  const auto type = session.number(key, CKA_KEY_TYPE);
  if (type == CKK_RSA) return KeyType::rsa;
  if (type == CKK_EC_EDWARDS) return KeyType::ed25519;
  const auto params = type == CKK_EC ? session.attribute(key, CKA_EC_PARAMS) : std::nullopt;
  if (!params) return std::nullopt;
  const auto curve = ec_curve(*params);
  return curve ? std::optional(*curve) : std::nullopt;
}

std::optional<Certificate> certificate_of(const TokenSession& session, CK_OBJECT_HANDLE object) {
  if (session.number(object, CKA_CERTIFICATE_TYPE) != CKC_X_509) return std::nullopt;
  const auto der = session.attribute(object, CKA_VALUE);
  if (!der) return std::nullopt;
  auto certificate = Certificate::from_der(*der);
  return certificate ? std::optional(std::move(*certificate)) : std::nullopt;
}

Result<PublicKey> public_key_of(const TokenSession& session, CK_OBJECT_HANDLE key) {
  const auto handle = handle_of(session, key);
  Result<PublicKey> result = fail(Code::token_key_missing);
  for (const auto object : of_pair(session, handle, CKO_PUBLIC_KEY)) {
    if (is_missing(result)) result = stated_key(session, object);
  }
  for (const auto object : of_pair(session, handle, CKO_CERTIFICATE)) {
    if (is_missing(result)) result = certified_key(session, object);
  }
  if (is_missing(result)) result = stated_key(session, key);
  if (!is_missing(result)) return result;
  return fail(Code::token_key_missing, session.label(), "the private key is there, its public key is not");
}

}  // namespace weighmaster::crypto
