#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace weighmaster::trust {

/// One place where two names part: "m" against "rn". One of the two may be empty: more letters than there
/// should be, or fewer.
struct DifferingPlace {
  /// Bytes before it in the expected name; the letters' bytes.
  std::size_t expected_at = 0;
  std::string_view expected;
  /// Bytes before it in the name that was found; the letters' bytes.
  std::size_t found_at = 0;
  std::string_view found;

  friend bool operator==(const DifferingPlace&, const DifferingPlace&) = default;
};

/// Every place where two names part, from left to right, by the fewest letters that have to be added, left
/// out, exchanged for another or for their neighbour (Damerau-Levenshtein, each pair once). What little is
/// alike in names that differ in much is chance: then all between their common beginning and end is one
/// place. So it is with what is not UTF-8, too. Empty where they are the same. The views are of the
/// arguments.
[[nodiscard]] std::vector<DifferingPlace> differing_places(std::string_view expected, std::string_view found);

}  // namespace weighmaster::trust
