#include "crypto/token_slots.h"

#include <algorithm>

namespace weighmaster::crypto {
namespace {

/// Asked twice, since a token can be plugged in between the questions.
std::vector<CK_SLOT_ID> slot_ids(CK_FUNCTION_LIST* functions) {
  CK_ULONG count = 0;
  if (functions->C_GetSlotList(CK_TRUE, nullptr, &count) != CKR_OK) return {};
  std::vector<CK_SLOT_ID> ids(count);
  if (functions->C_GetSlotList(CK_TRUE, ids.data(), &count) != CKR_OK) return {};
  ids.resize(std::min<std::size_t>(count, ids.size()));
  return ids;
}

PinTries pin_tries(CK_FLAGS flags) {
  if ((flags & CKF_USER_PIN_LOCKED) != 0) return PinTries::none;
  if ((flags & CKF_USER_PIN_FINAL_TRY) != 0) return PinTries::last;
  return (flags & CKF_USER_PIN_COUNT_LOW) != 0 ? PinTries::few : PinTries::enough;
}

TokenInfo token_info(const CK_TOKEN_INFO& said) {
  TokenInfo token;
  token.label = field_text(said.label);
  token.manufacturer = field_text(said.manufacturerID);
  token.model = field_text(said.model);
  token.serial = field_text(said.serialNumber);
  token.asks_pin = (said.flags & CKF_LOGIN_REQUIRED) != 0;
  token.has_pin_entry = (said.flags & CKF_PROTECTED_AUTHENTICATION_PATH) != 0;
  token.pin_tries = pin_tries(said.flags);
  return token;
}

std::optional<Slot> slot_of(const Module& module, CK_SLOT_ID id) {
  CK_INFO library{};
  CK_SLOT_INFO slot{};
  CK_TOKEN_INFO token{};
  if (module.functions->C_GetInfo(&library) != CKR_OK ||
      module.functions->C_GetSlotInfo(id, &slot) != CKR_OK ||
      module.functions->C_GetTokenInfo(id, &token) != CKR_OK) {
    return std::nullopt;
  }
  if ((token.flags & CKF_TOKEN_INITIALIZED) == 0) return std::nullopt;
  Slot found;
  found.functions = module.functions;
  found.id = id;
  found.token = token_info(token);
  found.token.slot_id = id;
  found.token.module = module.file;
  found.library_manufacturer = field_text(library.manufacturerID);
  found.library_description = field_text(library.libraryDescription);
  found.library_version = {library.libraryVersion.major, library.libraryVersion.minor};
  found.manufacturer = field_text(slot.manufacturerID);
  found.description = field_text(slot.slotDescription);
  return found;
}

/// A field of a token has lost its padding, so blanks at the end say nothing.
bool fits(const std::optional<std::string>& wanted, const std::string& value) {
  if (!wanted) return true;
  const auto last = wanted->find_last_not_of(' ');
  return wanted->substr(0, last == std::string::npos ? 0 : last + 1) == value;
}

}  // namespace

std::vector<Slot> slots_with_tokens(const Modules& modules) {
  std::vector<Slot> slots;
  for (const auto& module : modules.all()) {
    for (const auto id : slot_ids(module.functions)) {
      if (auto slot = slot_of(module, id)) slots.push_back(std::move(*slot));
    }
  }
  return slots;
}

PinTries pin_tries(CK_FUNCTION_LIST* functions, CK_SLOT_ID slot) {
  CK_TOKEN_INFO said{};
  return functions->C_GetTokenInfo(slot, &said) == CKR_OK ? pin_tries(said.flags) : PinTries::enough;
}

bool fits(const Pkcs11Uri& uri, const Slot& slot) {
  return fits(uri.token, slot.token.label) && fits(uri.manufacturer, slot.token.manufacturer) &&
         fits(uri.model, slot.token.model) && fits(uri.serial, slot.token.serial) &&
         fits(uri.library_manufacturer, slot.library_manufacturer) &&
         fits(uri.library_description, slot.library_description) &&
         (!uri.library_version || *uri.library_version == slot.library_version) &&
         fits(uri.slot_manufacturer, slot.manufacturer) && fits(uri.slot_description, slot.description) &&
         (!uri.slot_id || *uri.slot_id == slot.id);
}

}  // namespace weighmaster::crypto
