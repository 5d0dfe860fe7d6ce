#include <algorithm>

#include "crypto/ec_encoding.h"
#include "crypto/token.h"
#include "crypto/token_objects.h"

namespace weighmaster::crypto {
namespace {

using base::Code;
using base::fail;
using base::Result;

constexpr std::size_t most_named = 8;  // of keys in one message

std::string named(const TokenSession& session, const Objects& keys) {
  std::string text;
  for (std::size_t i = 0; i < std::min(keys.size(), most_named); ++i) {
    text += (i == 0 ? "there is " : ", ") + handle_of(session, keys[i]).uri().path_text();
  }
  return keys.size() > most_named ? text + ", and others" : text;
}

Result<CK_OBJECT_HANDLE> only_key(const TokenSession& session, const Pkcs11Uri& uri) {
  const auto found = private_keys(session, uri);
  if (!found) return fail(found.error());
  if (found->size() > 1) return fail(Code::token_key_ambiguous, session.label(), named(session, *found));
  if (!found->empty()) return found->front();
  return fail(Code::token_key_missing, session.label(), named(session, all_of(session, CKO_PRIVATE_KEY)));
}

/// Why a key is none that signs models; nothing where it is, or its curve has yet to be looked at.
std::optional<base::Error> unfit(const TokenSession& session, CK_OBJECT_HANDLE key) {
  if (session.number(key, CKA_KEY_TYPE) == CKK_EC) return std::nullopt;
  const auto type = key_type(session, key);
  return base::Error{Code::key_unsupported, handle_of(session, key).label,
                     type ? std::string(name(*type)) : "it is for no elliptic curve"};
}

}  // namespace

struct TokenKey::State {
  std::shared_ptr<TokenSession> session;
  CK_OBJECT_HANDLE object = CK_INVALID_HANDLE;
  TokenSession::Asks asks = TokenSession::Asks::no;
  std::shared_ptr<const Secret> pin;
};

const std::string& TokenKey::token_label() const {
  return state_->session->label();
}

std::vector<Certificate> TokenKey::certificates() const {
  const auto& session = *state_->session;
  std::vector<Certificate> certificates;
  for (const auto object : all_of(session, CKO_CERTIFICATE)) {
    if (auto certificate = certificate_of(session, object)) certificates.push_back(std::move(*certificate));
  }
  return certificates;
}

/// By the key in it: ids are only a custom.
Result<Certificate> TokenKey::certificate() const {
  std::optional<Certificate> best;
  for (const auto& candidate : certificates()) {
    const auto key = candidate.public_key();
    if (!key || !(*key == public_key_)) continue;
    if (!best || candidate.validity().end > best->validity().end) best = candidate;
  }
  if (!best) return fail(Code::token_certificate_missing, token_label());
  return std::move(*best);
}

Result<Bytes> TokenKey::sign(BytesView message, const base::Task& task) const {
  if (task.stopped()) return fail(base::cancelled());
  const auto algorithm = public_key_.usual_digest();
  const auto raw = state_->session->sign(state_->object, digest(algorithm, message).bytes(), state_->asks,
                                         state_->pin.get());
  if (!raw) return fail(raw.error());
  auto signature = ec_signature_der(*raw);
  if (!signature) return fail(signature.error().code, token_label(), signature.error().detail);
  if (public_key_.verify(algorithm, message, *signature)) return signature;
  return fail(Code::token_failed, token_label(), "what it signed does not fit its public key");
}

Result<TokenKey> Token::key(const Pkcs11Uri& uri) const {
  if (uri.type == Pkcs11Uri::Type::secret_key || uri.type == Pkcs11Uri::Type::data) {
    return fail(Code::token_uri, "type", "it is that of no key pair");
  }
  const auto object = only_key(*session_, uri);
  if (!object) return fail(object.error());
  if (auto error = unfit(*session_, *object)) return fail(std::move(*error));
  auto key = public_key_of(*session_, *object);
  if (!key && key.error().subject.empty()) key.error().subject = handle_of(*session_, *object).label;
  if (!key) return fail(std::move(key.error()));
  const auto state = std::make_shared<TokenKey::State>();
  state->session = session_;
  state->object = *object;
  if (session_->flag(*object, CKA_ALWAYS_AUTHENTICATE)) {
    state->asks = TokenSession::Asks::yes;
    state->pin = pin_;
  }
  return TokenKey(state, std::move(*key));
}

}  // namespace weighmaster::crypto
