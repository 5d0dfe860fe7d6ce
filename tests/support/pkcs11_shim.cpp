#include "support/pkcs11_shim.h"

#include <dlfcn.h>
#include <p11-kit/pkcs11.h>

#include <chrono>
#include <cstring>
#include <thread>

using weighmaster::tests::ShimState;

extern "C" __attribute__((visibility("default"))) ShimState weighmaster_shim_state;
ShimState weighmaster_shim_state;

namespace {

ShimState& state = weighmaster_shim_state;
CK_FUNCTION_LIST* behind = nullptr;
CK_FUNCTION_LIST functions;
bool context_login_due = false;

void wait_while(const std::atomic<bool>& waits) {
  ++state.waiting;
  while (waits) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  --state.waiting;
}

CK_RV open_session(CK_SLOT_ID slot, CK_FLAGS flags, void* application, CK_NOTIFY notify,
                   CK_SESSION_HANDLE* session) {
  const auto answer = behind->C_OpenSession(slot, flags, application, notify, session);
  if (answer == CKR_OK) ++state.sessions_opened;
  return answer;
}

CK_RV close_session(CK_SESSION_HANDLE session) {
  ++state.sessions_closed;
  return behind->C_CloseSession(session);
}

CK_RV token_info(CK_SLOT_ID slot, CK_TOKEN_INFO* info) {
  const auto answer = behind->C_GetTokenInfo(slot, info);
  if (answer == CKR_OK) info->flags |= state.extra_flags;
  return answer;
}

CK_RV log_in(CK_SESSION_HANDLE session, CK_USER_TYPE user, CK_UTF8CHAR* pin, CK_ULONG size) {
  if (user == CKU_CONTEXT_SPECIFIC) {
    ++state.context_logins;
    // SoftHSM asks this of keys of its own making only; here it is enough that the right PIN came.
    context_login_due = pin == nullptr || size != 4 || std::memcmp(pin, "1234", 4) != 0;
    return context_login_due ? CKR_PIN_INCORRECT : CKR_OK;
  }
  ++state.logins;
  wait_while(state.login_waits);
  if (pin == nullptr) ++state.logins_without_pin;
  CK_RV answer = state.login_answer;
  if (answer == CKR_OK && pin == nullptr && state.pin_on_its_keys != nullptr) {
    answer = behind->C_Login(session, user,
                             reinterpret_cast<CK_UTF8CHAR*>(const_cast<char*>(state.pin_on_its_keys)),
                             std::strlen(state.pin_on_its_keys));
  } else if (answer == CKR_OK) {
    answer = behind->C_Login(session, user, pin, size);
  }
  if (answer != CKR_OK) state.extra_flags |= state.flags_after_refusal;
  return answer;
}

CK_RV log_out(CK_SESSION_HANDLE session) {
  ++state.logouts;
  return behind->C_Logout(session);
}

CK_RV attribute_value(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE* wanted,
                      CK_ULONG count) {
  if (state.always_asks && count == 1 && wanted->type == CKA_ALWAYS_AUTHENTICATE) {
    if (wanted->pValue != nullptr) *static_cast<CK_BBOOL*>(wanted->pValue) = CK_TRUE;
    wanted->ulValueLen = sizeof(CK_BBOOL);
    return CKR_OK;
  }
  return behind->C_GetAttributeValue(session, object, wanted, count);
}

CK_RV sign_init(CK_SESSION_HANDLE session, CK_MECHANISM* mechanism, CK_OBJECT_HANDLE key) {
  context_login_due = state.always_asks;
  return behind->C_SignInit(session, mechanism, key);
}

CK_RV sign(CK_SESSION_HANDLE session, unsigned char* data, CK_ULONG size, unsigned char* signature,
           CK_ULONG* signature_size) {
  if (context_login_due) return CKR_USER_NOT_LOGGED_IN;
  wait_while(state.sign_waits);
  ++state.signatures;
  const auto answer = behind->C_Sign(session, data, size, signature, signature_size);
  if (answer == CKR_OK && state.false_signature) signature[*signature_size - 1] ^= 1U;
  return answer;
}

CK_RV initialize(void* arguments) {
  const auto answer = behind->C_Initialize(arguments);
  if (answer == CKR_OK) ++state.in_use;
  return answer;
}

CK_RV finalize(void* reserved) {
  ++state.finalized;
  const auto answer = behind->C_Finalize(reserved);
  if (answer == CKR_OK) --state.in_use;
  return answer;
}

CK_RV load_behind() {
  if (behind != nullptr) return CKR_OK;
  void* module = state.behind == nullptr ? nullptr : dlopen(state.behind, RTLD_NOW | RTLD_LOCAL);
  void* symbol = module == nullptr ? nullptr : dlsym(module, "C_GetFunctionList");
  if (symbol == nullptr) return CKR_GENERAL_ERROR;
  return reinterpret_cast<CK_C_GetFunctionList>(symbol)(&behind);
}

}  // namespace

extern "C" __attribute__((visibility("default"))) CK_RV C_GetFunctionList(CK_FUNCTION_LIST** list) {
  if (const auto answer = load_behind(); answer != CKR_OK) return answer;
  functions = *behind;
  functions.C_Initialize = initialize;
  functions.C_OpenSession = open_session;
  functions.C_CloseSession = close_session;
  functions.C_GetTokenInfo = token_info;
  functions.C_Login = log_in;
  functions.C_Logout = log_out;
  functions.C_GetAttributeValue = attribute_value;
  functions.C_SignInit = sign_init;
  functions.C_Sign = sign;
  functions.C_Finalize = finalize;
  *list = &functions;
  return CKR_OK;
}
