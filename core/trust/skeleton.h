#pragma once

#include <string>
#include <string_view>

namespace weighmaster::trust {

/// What a text looks like, by Unicode's list of confusable characters (UTS 39 section 4, as ICU has it): two
/// texts that are drawn alike have a skeleton in common. Beyond that list, what is not drawn is left out,
/// capital and small letters count as one, and pairs that read as one letter in many faces ("vv", "cl").
/// Bytes that are no UTF-8 count as U+FFFD. Never to be shown.
struct Skeleton {
  /// Confusables first, then small letters: "EIeuther" (a capital i) and "Eleuther" meet here.
  std::string drawn;
  /// Small letters first, then confusables: "IBM" and "ibrn" meet here.
  std::string read;
};

[[nodiscard]] Skeleton skeleton(std::string_view text);

/// Whether the texts look the same; also where they are the same.
[[nodiscard]] bool look_the_same(const Skeleton& a, const Skeleton& b);

/// Small ASCII letters for capital ones; everything else stays.
[[nodiscard]] std::string small(std::string_view text);

}  // namespace weighmaster::trust
