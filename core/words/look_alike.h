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

/// A letter so that it can't be taken for another: "i", "l (small L)", "U+0430" for what is not ASCII.
[[nodiscard]] std::string spelled(std::string_view letter);

}  // namespace weighmaster::words
