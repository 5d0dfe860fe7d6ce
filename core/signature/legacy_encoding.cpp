#include "signature/legacy_encoding.h"

#include <string>

namespace weighmaster::signature {
namespace {

void print(char letter, char quote, std::string& text) {
  constexpr std::string_view digits = "0123456789abcdef";
  const auto code = static_cast<unsigned char>(letter);
  if (letter == quote || letter == '\\') {
    text += {'\\', letter};
  } else if (letter == '\t') {
    text += "\\t";
  } else if (letter == '\n') {
    text += "\\n";
  } else if (letter == '\r') {
    text += "\\r";
  } else if (code < 0x20 || code >= 0x7F) {
    text += {'\\', 'x', digits[code >> 4U], digits[code & 15U]};
  } else {
    text += letter;
  }
}

/// Python's repr() of bytes: in single quotes, or in double ones where the bytes hold single quotes and no
/// double ones.
std::string python_repr(std::string_view bytes) {
  const bool single = bytes.find('\'') != std::string_view::npos;
  const bool in_double = single && bytes.find('"') == std::string_view::npos;
  const char quote = in_double ? '"' : '\'';
  std::string text{'b', quote};
  text.reserve(bytes.size() + bytes.size() / 8);
  for (const char letter : bytes) print(letter, quote, text);
  return text += quote;
}

}  // namespace

Bytes legacy_pre_authentication_encoding(std::string_view payload_type, BytesView payload) {
  return to_bytes("DSSEV1 " + std::to_string(payload_type.size()) + " " + std::string(payload_type) + " " +
                  std::to_string(payload.size()) + " " + python_repr(as_text(payload)));
}

}  // namespace weighmaster::signature
