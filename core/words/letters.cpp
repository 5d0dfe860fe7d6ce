#include "words/letters.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "base/text.h"
#include "trust/differing_places.h"
#include "words/phrases.h"

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

bool is_one_letter(std::string_view letters) {
  return !letters.empty() && base::first_letter(letters) == letters;
}

std::size_t count_letters(std::string_view text) {
  std::size_t count = 0;
  for (; !text.empty(); text.remove_prefix(base::first_letter(text).size())) ++count;
  return count;
}

bool is_short(const trust::DifferingPlace& place) {
  constexpr std::size_t most = 3;
  return count_letters(place.expected) <= most && count_letters(place.found) <= most;
}

std::string_view phrase_for(const trust::DifferingPlace& place, bool is_only) {
  if (place.found.empty()) return phrases::letters_missing;
  if (place.expected.empty()) return phrases::letters_added;
  const bool one = is_only && is_one_letter(place.expected) && is_one_letter(place.found);
  return one ? phrases::letter_differs : phrases::letters_differ;
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

std::vector<Sentence> letters_that_differ(std::string_view expected, std::string_view found) {
  if (!base::is_utf8(expected) || !base::is_utf8(found)) return {};
  const auto places = trust::differing_places(expected, found);
  if (!std::all_of(places.begin(), places.end(), is_short)) return {};
  std::vector<Sentence> sentences;
  for (const auto& place : places) {
    sentences.push_back({phrase_for(place, places.size() == 1),
                         {plain("found", spelled(place.found)), plain("expected", spelled(place.expected))},
                         {}});
  }
  return sentences;
}

}  // namespace weighmaster::words
