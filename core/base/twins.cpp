#include "base/twins.h"

#include <algorithm>

#include "base/text.h"

namespace weighmaster::base {
namespace {

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
  return is_ascii(one) || is_mark(one) || is_mark(base) || marks == 0 ? 0 : base.size() + marks;
}

}  // namespace

bool differ_in_composition(std::string_view a, std::string_view b) {
  if (a == b || !is_utf8(a) || !is_utf8(b)) return false;
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

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  });
  return lower;
}

}  // namespace weighmaster::base
