#include "words/look_alike.h"

#include <array>
#include <cstdio>

#include "base/text.h"

namespace weighmaster::words {
std::optional<LookAlike> look_alike(std::string_view expected, std::string_view found) {
  if (!base::is_utf8(expected) || !base::is_utf8(found)) return std::nullopt;
  std::size_t at = 0;
  while (at < expected.size() && at < found.size()) {
    const auto wanted = base::first_letter(expected.substr(at));
    const auto got = base::first_letter(found.substr(at));
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
  std::snprintf(text.data(), text.size(), "U+%04X", static_cast<unsigned>(base::code_point(letter)));
  return text.data();
}

}  // namespace weighmaster::words
