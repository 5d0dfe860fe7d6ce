#pragma once

#include <vector>

#include "crypto/token.h"
#include "crypto/token_modules.h"

namespace weighmaster::crypto {

/// A slot with an initialised token in it. For the files of this room only.
struct Slot {
  CK_FUNCTION_LIST* functions = nullptr;
  CK_SLOT_ID id = 0;
  TokenInfo token;
  std::string library_manufacturer, library_description;
  Pkcs11Uri::Version library_version;
  std::string manufacturer, description;
};

/// Those of all modules. What cannot be asked is left out.
[[nodiscard]] std::vector<Slot> slots_with_tokens(const Modules& modules);

/// What the token says of wrong PINs now.
[[nodiscard]] PinTries pin_tries(CK_FUNCTION_LIST* functions, CK_SLOT_ID slot);

/// Whether the URI, as far as it speaks of library, slot and token, means this one (RFC 7512 section 2.5).
[[nodiscard]] bool fits(const Pkcs11Uri& uri, const Slot& slot);

}  // namespace weighmaster::crypto
