#include "base/text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <vector>

namespace weighmaster::base {
namespace {

struct Character {
  char32_t code = 0;
  std::size_t bytes = 0;  // 0: not UTF-8
};

bool continues(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

/// The first character of a text that is not empty.
Character decode(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  if (first < 0x80) return {first, 1};
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return {};
  char32_t code = first & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if (!continues(text[i])) return {};
    code = code << 6U | (static_cast<unsigned char>(text[i]) & 0x3FU);
  }
  constexpr std::array<char32_t, 5> smallest{0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (code < smallest.at(length) || code > 0x10FFFF || surrogate) return {};
  return {code, length};
}

/// How many bytes at the front are ASCII for sure: eight are looked at in one step, for most text is nothing
/// else.
std::size_t ascii_words(std::string_view text) {
  std::size_t at = 0;
  for (std::uint64_t word = 0; text.size() - at >= sizeof word; at += sizeof word) {
    std::memcpy(&word, text.data() + at, sizeof word);
    if ((word & 0x8080808080808080U) != 0) break;
  }
  return at;
}

struct Range {
  char32_t first;
  char32_t last;
};

template <std::size_t N>
bool within(const std::array<Range, N>& ranges, char32_t code) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [&](const Range& range) { return range.first <= code && code <= range.last; });
}

/// Characters that draw nothing, or change how their neighbours are drawn: C0 and C1 controls, soft hyphen,
/// Arabic letter mark, Hangul and Mongolian fillers, zero-width, line and paragraph separators, bidirectional
/// controls, invisible operators, variation selectors, byte order mark, interlinear marks, tags (Unicode 15,
/// categories Cc, Cf, Zl, Zp and Default_Ignorable_Code_Point). And those for private use (Co), which each
/// font draws as it likes, what stands for an object, and spaces that can't be told from the usual one
/// (of category Zs all but the no-break and the ideographic space, and the empty pattern of Braille).
bool misleads(char32_t code) {
  static constexpr auto ranges = std::to_array<Range>({
      {0x00, 0x1F},       {0x7F, 0x9F},       {0xAD, 0xAD},       {0x34F, 0x34F},      {0x61C, 0x61C},
      {0x115F, 0x1160},   {0x1680, 0x1680},   {0x17B4, 0x17B5},   {0x180B, 0x180F},    {0x2000, 0x200F},
      {0x2028, 0x202F},   {0x205F, 0x206F},   {0x2800, 0x2800},   {0x3164, 0x3164},    {0xE000, 0xF8FF},
      {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},   {0xFFF0, 0xFFFC},    {0xFFFE, 0xFFFF},
      {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF}, {0xF0000, 0x10FFFF},
  });
  return within(ranges, code);
}

/// Marks that pile up on the letter before them (the main blocks of category Mn).
bool combining(char32_t code) {
  static constexpr auto ranges = std::to_array<Range>({
      {0x300, 0x36F},
      {0x483, 0x489},
      {0x591, 0x5BD},
      {0x610, 0x61A},
      {0x64B, 0x65F},
      {0xE31, 0xE31},
      {0xE34, 0xE3A},
      {0xE47, 0xE4E},
      {0x1AB0, 0x1AFF},
      {0x1DC0, 0x1DFF},
      {0x20D0, 0x20FF},
      {0xFE20, 0xFE2F},
  });
  return within(ranges, code);
}

std::string escaped(char32_t code) {
  if (code == '\n') return "\\n";
  if (code == '\r') return "\\r";
  if (code == '\t') return "\\t";
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), code <= 0xFFFF ? "\\u%04x" : "\\U%08x",
                static_cast<unsigned>(code));
  return text.data();
}

std::string escaped_byte(char byte) {
  std::array<char, 8> text{};
  std::snprintf(text.data(), text.size(), "\\x%02x", static_cast<unsigned>(static_cast<unsigned char>(byte)));
  return text.data();
}

/// One visible unit a character of the text.
std::vector<std::string> visible_units(std::string_view text) {
  constexpr int most_marks = 4;
  std::vector<std::string> units;
  int marks = 0;
  while (!text.empty()) {
    const Character character = decode(text);
    if (character.bytes == 0) {
      units.push_back(escaped_byte(text.front()));
      text.remove_prefix(1);
      continue;
    }
    marks = combining(character.code) ? marks + 1 : 0;
    const bool escape = misleads(character.code) || marks > most_marks;
    units.push_back(escape ? escaped(character.code) : std::string(text.substr(0, character.bytes)));
    text.remove_prefix(character.bytes);
  }
  return units;
}

}  // namespace

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    text.remove_prefix(ascii_words(text));
    if (text.empty()) break;
    const Character character = decode(text);
    if (character.bytes == 0) return false;
    text.remove_prefix(character.bytes);
  }
  return true;
}

std::string visible(std::string_view text, std::size_t most) {
  const auto units = visible_units(text);
  const bool cut = units.size() > most;
  const std::size_t head = cut ? most / 2 : units.size();
  const std::size_t tail = cut ? most - head : 0;
  std::string shown;
  for (std::size_t i = 0; i < head; ++i) shown += units[i];
  if (cut) shown += "…";
  for (std::size_t i = units.size() - tail; i < units.size(); ++i) shown += units[i];
  return shown;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char letter) { return letter >= 0x20 && letter < 0x7F; });
}

std::string_view first_letter(std::string_view text) {
  return text.substr(0, std::max<std::size_t>(decode(text).bytes, 1));
}

char32_t code_point(std::string_view letter) {
  return decode(letter).code;
}

std::string format_size(std::uint64_t bytes) {
  static constexpr std::array<std::string_view, 6> units{"B", "kB", "MB", "GB", "TB", "PB"};
  if (bytes < 1000) return std::to_string(bytes) + " B";
  auto value = static_cast<double>(bytes);
  std::size_t unit = 0;
  while (value >= 999.5 && unit + 1 < units.size()) {
    value /= 1000;
    ++unit;
  }
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), value < 9.995 ? "%.2f" : value < 99.95 ? "%.1f" : "%.0f", value);
  return std::string(text.data()) + " " + std::string(units.at(unit));
}

}  // namespace weighmaster::base
