#pragma once

#include <charconv>
#include <optional>
#include <string_view>
#include <system_error>

namespace weighmaster::base {

/// The decimal number that a text is, with nothing before or behind it: digits, leading zeros among them, and
/// before those a minus where the type is signed. Nothing where it is none, or none of that type.
template <class Number>
[[nodiscard]] std::optional<Number> whole_number(std::string_view text) {
  Number number = 0;
  const auto* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  return error == std::errc{} && stopped == end ? std::optional(number) : std::nullopt;
}

}  // namespace weighmaster::base
