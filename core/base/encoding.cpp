#include "base/encoding.h"

#include <array>
#include <cstdint>
#include <optional>

namespace weighmaster::base {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view base64_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::uint8_t invalid = 0xFF;

using Values = std::array<std::uint8_t, 256>;

/// What each character is worth as a digit; `invalid` where it is none. A statement may have hundreds of
/// megabytes of them, and a table asks no questions.
constexpr Values values_of(std::string_view digits) {
  Values values{};
  values.fill(invalid);
  for (std::size_t i = 0; i < digits.size(); ++i)
    values[static_cast<unsigned char>(digits[i])] = static_cast<std::uint8_t>(i);
  return values;
}

constexpr Values hex_values = values_of(hex_digits);

/// Of both alphabets (RFC 4648, sections 4 and 5).
constexpr Values base64_values = [] {
  Values values = values_of(base64_digits);
  values['-'] = values['+'];
  values['_'] = values['/'];
  return values;
}();

std::uint8_t value(const Values& values, char digit) {
  return values[static_cast<unsigned char>(digit)];
}

bool holds(std::string_view text, char letter) {
  return text.find(letter) != std::string_view::npos;
}

bool mixes_alphabets(std::string_view text) {
  return (holds(text, '+') || holds(text, '/')) && (holds(text, '-') || holds(text, '_'));
}

/// Four digits, or fewer at the end: six bits each, the first ones highest. Nothing where one is no digit.
std::optional<std::uint32_t> group_of(std::string_view digits) {
  std::uint32_t group = 0;
  std::uint8_t seen = 0;
  for (const char digit : digits) {
    const auto bits = value(base64_values, digit);
    seen |= bits;
    group = group << 6U | bits;
  }
  if ((seen & 0xC0U) != 0) return std::nullopt;
  return group;
}

/// The text without its padding, or nothing where the padding is not what its length asks for.
std::optional<std::string_view> without_padding(std::string_view text) {
  const auto end = text.find('=');
  const auto digits = text.substr(0, end);
  const auto padding = text.size() - digits.size();
  if (digits.size() % 4 == 1) return std::nullopt;
  if (padding == 0) return digits;
  const auto wanted = (4 - digits.size() % 4) % 4;
  if (padding != wanted || text.substr(digits.size()) != std::string(wanted, '=')) return std::nullopt;
  return digits;
}

}  // namespace

std::string to_hex(BytesView bytes) {
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const auto byte : bytes) {
    text += hex_digits[byte >> 4U];
    text += hex_digits[byte & 15U];
  }
  return text;
}

Result<Bytes> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return fail(Code::hex_malformed, {}, "an odd number of digits");
  Bytes bytes(text.size() / 2);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto high = value(hex_values, text[2 * i]);
    const auto low = value(hex_values, text[2 * i + 1]);
    if (high == invalid || low == invalid)
      return fail(Code::hex_malformed, {}, "not a lower-case hexadecimal digit");
    bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
  }
  return bytes;
}

std::string to_base64(BytesView bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const auto left = bytes.size() - i;
    const std::uint32_t group = static_cast<std::uint32_t>(bytes[i]) << 16U |
                                (left > 1 ? static_cast<std::uint32_t>(bytes[i + 1]) << 8U : 0U) |
                                (left > 2 ? static_cast<std::uint32_t>(bytes[i + 2]) : 0U);
    text += base64_digits[group >> 18U];
    text += base64_digits[group >> 12U & 63U];
    text += left > 1 ? base64_digits[group >> 6U & 63U] : '=';
    text += left > 2 ? base64_digits[group & 63U] : '=';
  }
  return text;
}

Result<Bytes> from_base64(std::string_view text) {
  if (mixes_alphabets(text)) return fail(Code::base64_malformed, {}, "two alphabets in one string");
  const auto digits = without_padding(text);
  if (!digits) return fail(Code::base64_malformed, {}, "wrong length or padding");

  const auto refuse = [](const char* why) { return fail(Code::base64_malformed, {}, why); };
  Bytes bytes(digits->size() * 3 / 4);
  auto out = bytes.begin();
  std::size_t at = 0;
  for (; digits->size() - at >= 4; at += 4) {
    const auto group = group_of(digits->substr(at, 4));
    if (!group) return refuse("a character outside the alphabet");
    *out++ = static_cast<std::uint8_t>(*group >> 16U);
    *out++ = static_cast<std::uint8_t>(*group >> 8U);
    *out++ = static_cast<std::uint8_t>(*group);
  }
  if (at == digits->size()) return bytes;

  // Two digits hold one byte and four bits, three hold two bytes and two bits.
  const auto rest = group_of(digits->substr(at));
  if (!rest) return refuse("a character outside the alphabet");
  const unsigned unused = digits->size() - at == 2 ? 4 : 2;
  if ((*rest & ((1U << unused) - 1U)) != 0) return refuse("unused bits are not zero");
  const auto whole = *rest >> unused;
  if (unused == 2) *out++ = static_cast<std::uint8_t>(whole >> 8U);
  *out = static_cast<std::uint8_t>(whole);
  return bytes;
}

}  // namespace weighmaster::base
