#pragma once

#include <string>
#include <string_view>

/// Names that people take for the same, and that systems or unpackers make of each other.
namespace weighmaster::base {

/// Whether two names differ only in how letters with marks are written: as one character, or as a letter and
/// the mark behind it (Unicode's forms NFC and NFD). Which letter a character is made of is not looked up, so
/// that another one with the same rest is taken too. Nothing else may differ; not for names that are not
/// UTF-8.
[[nodiscard]] bool differ_in_composition(std::string_view a, std::string_view b);

/// With A to Z as a to z, all else as it is: equal for names that differ only in the case of ASCII letters.
[[nodiscard]] std::string lower_case(std::string_view text);

}  // namespace weighmaster::base
