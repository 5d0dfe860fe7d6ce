#include "words/letters.h"

#include <array>
#include <cstdio>

#include "base/text.h"

namespace weighmaster::words {
namespace {

std::string spelled_one(std::string_view letter) {
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

}  // namespace

std::string spelled(std::string_view letters) {
  std::string text;
  while (!letters.empty()) {
    const auto letter = base::first_letter(letters);
    text += (text.empty() ? "" : " ") + spelled_one(letter);
    letters.remove_prefix(letter.size());
  }
  return text;
}

}  // namespace weighmaster::words
