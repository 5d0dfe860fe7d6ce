#pragma once

#include <p11-kit/p11-kit.h>
#include <p11-kit/pkcs11.h>

#include <string>

#include "base/bytes.h"

/// What PKCS#11 speaks in (OASIS PKCS #11 version 2.40). For the files of this room only.
namespace weighmaster::crypto {

/// A text field of a fixed size, padded with blanks (with NULs by some): without its padding.
template <std::size_t Size>
std::string field_text(const unsigned char (&field)[Size]) {
  std::string_view text = as_text({field, Size});
  text = text.substr(0, text.find('\0'));
  const auto last = text.find_last_not_of(' ');
  return std::string(text.substr(0, last == text.npos ? 0 : last + 1));
}

/// "The device was removed or unplugged": what a module's answer means, in English.
inline std::string meaning(CK_RV answer) {
  const char* text = p11_kit_strerror(answer);
  return text == nullptr ? "error " + std::to_string(answer) : text;
}

}  // namespace weighmaster::crypto
