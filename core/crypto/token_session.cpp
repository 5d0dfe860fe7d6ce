#include "crypto/token_session.h"

#include <algorithm>
#include <cstring>

#include "base/limits.h"

namespace weighmaster::crypto {
namespace {

using base::Code;
using base::fail;
using base::Result;

}  // namespace

Wanted Wanted::number(CK_ATTRIBUTE_TYPE type, CK_ULONG value) {
  Bytes bytes(sizeof value);
  std::memcpy(bytes.data(), &value, sizeof value);
  return {type, std::move(bytes)};
}

Result<std::unique_ptr<TokenSession>> TokenSession::open(std::shared_ptr<const Modules> modules,
                                                         CK_FUNCTION_LIST* functions, CK_SLOT_ID slot,
                                                         std::string label) {
  CK_SESSION_HANDLE handle = CK_INVALID_HANDLE;
  const auto answer = functions->C_OpenSession(slot, CKF_SERIAL_SESSION, nullptr, nullptr, &handle);
  if (answer != CKR_OK) return fail(Code::token_failed, std::move(label), meaning(answer));
  return std::unique_ptr<TokenSession>(
      new TokenSession(std::move(modules), functions, handle, std::move(label)));
}

TokenSession::TokenSession(std::shared_ptr<const Modules> modules, CK_FUNCTION_LIST* functions,
                           CK_SESSION_HANDLE handle, std::string label)
    : modules_(std::move(modules)), functions_(functions), handle_(handle), label_(std::move(label)) {}

TokenSession::~TokenSession() {
  if (logged_in_) functions_->C_Logout(handle_);
  functions_->C_CloseSession(handle_);
}

tl::unexpected<base::Error> TokenSession::failed(CK_RV answer) const {
  return fail(Code::token_failed, label_, meaning(answer));
}

CK_RV TokenSession::authenticate(CK_USER_TYPE user, const Secret* pin) {
  // The interface takes no const; modules only read it.
  auto* text = pin == nullptr ? nullptr : const_cast<CK_UTF8CHAR*>(pin->bytes().data());
  return functions_->C_Login(handle_, user, text, pin == nullptr ? 0 : pin->bytes().size());
}

tl::unexpected<base::Error> TokenSession::not_let_in(CK_RV answer) const {
  switch (answer) {
    case CKR_PIN_INCORRECT:
    case CKR_PIN_INVALID:
    case CKR_PIN_LEN_RANGE:
      return fail(Code::token_pin_wrong, label_);
    case CKR_PIN_LOCKED:
      return fail(Code::token_pin_locked, label_);
    default:
      return failed(answer);
  }
}

/// Processes are logged in, not sessions: what another session of this process has begun, it ends.
Result<void> TokenSession::login(const Secret* pin) {
  const auto answer = authenticate(CKU_USER, pin);
  logged_in_ = answer == CKR_OK;
  if (answer == CKR_OK || answer == CKR_USER_ALREADY_LOGGED_IN) return {};
  return not_let_in(answer);
}

Result<std::vector<CK_OBJECT_HANDLE>> TokenSession::find(const std::vector<Wanted>& wanted) const {
  std::vector<CK_ATTRIBUTE> attributes;
  for (const auto& each : wanted) {
    attributes.push_back({each.type, const_cast<std::uint8_t*>(each.value.data()), each.value.size()});
  }
  auto answer = functions_->C_FindObjectsInit(handle_, attributes.data(), attributes.size());
  if (answer != CKR_OK) return failed(answer);
  std::vector<CK_OBJECT_HANDLE> found(base::limits::token_objects);
  CK_ULONG have = 0;
  for (CK_ULONG got = 1; answer == CKR_OK && got > 0 && have < found.size(); have += got) {
    got = 0;
    answer = functions_->C_FindObjects(handle_, found.data() + have, found.size() - have, &got);
  }
  functions_->C_FindObjectsFinal(handle_);
  if (answer != CKR_OK) return failed(answer);
  found.resize(std::min<std::size_t>(have, found.size()));
  return found;
}

std::optional<Bytes> TokenSession::attribute(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) const {
  CK_ATTRIBUTE attribute{type, nullptr, 0};
  if (functions_->C_GetAttributeValue(handle_, object, &attribute, 1) != CKR_OK) return std::nullopt;
  if (attribute.ulValueLen > base::limits::token_attribute_bytes) return std::nullopt;  // also "none"
  Bytes value(attribute.ulValueLen);
  attribute.pValue = value.data();
  if (functions_->C_GetAttributeValue(handle_, object, &attribute, 1) != CKR_OK) return std::nullopt;
  if (attribute.ulValueLen > value.size()) return std::nullopt;
  value.resize(attribute.ulValueLen);
  return value;
}

std::optional<CK_ULONG> TokenSession::number(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) const {
  const auto bytes = attribute(object, type);
  CK_ULONG value = 0;
  if (!bytes || bytes->size() != sizeof value) return std::nullopt;
  std::memcpy(&value, bytes->data(), sizeof value);
  return value;
}

bool TokenSession::flag(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) const {
  const auto bytes = attribute(object, type);
  return bytes && bytes->size() == sizeof(CK_BBOOL) && bytes->front() != CK_FALSE;
}

Result<Bytes> TokenSession::sign(CK_OBJECT_HANDLE key, BytesView digest, Asks asks, const Secret* pin) {
  CK_MECHANISM mechanism{CKM_ECDSA, nullptr, 0};
  if (const auto answer = functions_->C_SignInit(handle_, &mechanism, key); answer != CKR_OK) {
    return failed(answer);
  }
  if (asks == Asks::yes) {
    if (const auto answer = authenticate(CKU_CONTEXT_SPECIFIC, pin); answer != CKR_OK)
      return not_let_in(answer);
  }
  Bytes signature(256);
  CK_ULONG size = signature.size();
  const auto answer = functions_->C_Sign(handle_, const_cast<std::uint8_t*>(digest.data()), digest.size(),
                                         signature.data(), &size);
  if (answer != CKR_OK) return failed(answer);
  signature.resize(std::min<std::size_t>(size, signature.size()));
  return signature;
}

}  // namespace weighmaster::crypto
