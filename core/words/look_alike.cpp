#include "words/look_alike.h"

#include <array>
#include <cstdio>

#include "base/text.h"

namespace weighmaster::words {
namespace {

bool continues(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

/// The first letter of UTF-8 text that is not empty.
std::string_view first_letter(std::string_view text) {
  std::size_t size = 1;
  while (size < text.size() && continues(text[size])) ++size;
  return text.substr(0, size);
}

char32_t code_point(std::string_view letter) {
  if (letter.size() == 1) return static_cast<unsigned char>(letter.front());
  char32_t code = static_cast<unsigned char>(letter.front()) & (0x7FU >> letter.size());
  for (const char byte : letter.substr(1)) code = code << 6U | (static_cast<unsigned char>(byte) & 0x3FU);
  return code;
}

/// A mark that is drawn over the letter before it: the Latin ones, and those of Japanese syllables.
bool is_mark(std::string_view letter) {
  const auto code = code_point(letter);
  return (code >= 0x300 && code <= 0x36F) || code == 0x3099 || code == 0x309A;
}

std::size_t marks_size(std::string_view text) {
  std::size_t size = 0;
  while (size < text.size() && is_mark(first_letter(text.substr(size))))
    size += first_letter(text.substr(size)).size();
  return size;
}

/// The bytes of a letter and the marks behind it that stand where the other name has one character; 0: none.
std::size_t composition_size(std::string_view text, std::string_view one) {
  const auto base = first_letter(text);
  const auto marks = marks_size(text.substr(base.size()));
  return base::is_ascii(one) || is_mark(one) || is_mark(base) || marks == 0 ? 0 : base.size() + marks;
}

}  // namespace

bool differ_in_composition(std::string_view a, std::string_view b) {
  if (a == b || !base::is_utf8(a) || !base::is_utf8(b)) return false;
  while (!a.empty() && !b.empty()) {
    auto from_a = first_letter(a).size();
    auto from_b = first_letter(b).size();
    if (a.substr(0, from_a) != b.substr(0, from_b)) {
      if (const auto size = composition_size(a, first_letter(b)); size > 0) {
        from_a = size;
      } else if (const auto other = composition_size(b, first_letter(a)); other > 0) {
        from_b = other;
      } else {
        return false;
      }
    }
    a.remove_prefix(from_a);
    b.remove_prefix(from_b);
  }
  return a.empty() && b.empty();
}

std::optional<LookAlike> look_alike(std::string_view expected, std::string_view found) {
  if (!base::is_utf8(expected) || !base::is_utf8(found)) return std::nullopt;
  std::size_t at = 0;
  while (at < expected.size() && at < found.size()) {
    const auto wanted = first_letter(expected.substr(at));
    const auto got = first_letter(found.substr(at));
    if (wanted != got) {
      const bool rest_agrees = expected.substr(at + wanted.size()) == found.substr(at + got.size());
      return rest_agrees ? std::optional(LookAlike{at, wanted, got}) : std::nullopt;
    }
    at += wanted.size();
  }
  return std::nullopt;
}

std::string spelled(std::string_view letter) {
  struct Name {
    std::string_view letter;
    std::string_view name;
  };
  static constexpr auto easily_mistaken = std::to_array<Name>({{"l", "l (small L)"},
                                                               {"I", "I (capital i)"},
                                                               {"1", "1 (digit one)"},
                                                               {"O", "O (capital o)"},
                                                               {"0", "0 (digit zero)"},
                                                               {".", ". (full stop)"},
                                                               {"-", "- (hyphen)"},
                                                               {"_", "_ (underscore)"}});
  for (const auto& [mistaken, name] : easily_mistaken) {
    if (letter == mistaken) return std::string(name);
  }
  if (base::is_ascii(letter)) return std::string(letter);
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "U+%04X", static_cast<unsigned>(code_point(letter)));
  return text.data();
}

}  // namespace weighmaster::words
