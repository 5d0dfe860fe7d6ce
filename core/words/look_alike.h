#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace weighmaster::words {

/// Two names that differ in one letter only.
struct LookAlike {
  /// Bytes before the letter, the same in both; the letter's bytes in each.
  std::size_t at = 0;
  std::string_view expected;
  std::string_view found;
};

/// Nothing where the names are the same, differ in more than one letter, or are not UTF-8.
[[nodiscard]] std::optional<LookAlike> look_alike(std::string_view expected, std::string_view found);

/// Whether two names differ only in how letters with marks are written: as one character, or as a letter and
/// the mark behind it (Unicode's forms NFC and NFD). Which letter a character is made of is not looked up, so
/// that another one with the same rest is taken too. Nothing else may differ; not for names that are not
/// UTF-8.
[[nodiscard]] bool differ_in_composition(std::string_view a, std::string_view b);

/// A letter so that it can't be taken for another: "i", "l (small L)", "U+0430" for what is not ASCII.
[[nodiscard]] std::string spelled(std::string_view letter);

}  // namespace weighmaster::words
