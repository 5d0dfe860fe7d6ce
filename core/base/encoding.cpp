#include "base/encoding.h"

#include <cstdint>
#include <optional>

namespace weighmaster::base {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view base64_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr int invalid = -1;

int hex_value(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  return invalid;
}

int base64_value(char digit) {
  if (digit >= 'A' && digit <= 'Z') return digit - 'A';
  if (digit >= 'a' && digit <= 'z') return digit - 'a' + 26;
  if (digit >= '0' && digit <= '9') return digit - '0' + 52;
  if (digit == '+' || digit == '-') return 62;
  if (digit == '/' || digit == '_') return 63;
  return invalid;
}

bool mixes_alphabets(std::string_view text) {
  return text.find_first_of("+/") != std::string_view::npos &&
         text.find_first_of("-_") != std::string_view::npos;
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
  Bytes bytes;
  bytes.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = hex_value(text[i]);
    const int low = hex_value(text[i + 1]);
    if (high == invalid || low == invalid)
      return fail(Code::hex_malformed, {}, "not a lower-case hexadecimal digit");
    bytes.push_back(static_cast<std::uint8_t>(high * 16 + low));
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

  Bytes bytes;
  bytes.reserve(digits->size() * 3 / 4);
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const char digit : *digits) {
    const int value = base64_value(digit);
    if (value == invalid) return fail(Code::base64_malformed, {}, "a character outside the alphabet");
    bits = bits << 6U | static_cast<std::uint32_t>(value);
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes.push_back(static_cast<std::uint8_t>(bits >> held & 255U));
    }
  }
  if ((bits & ((1U << held) - 1U)) != 0) return fail(Code::base64_malformed, {}, "unused bits are not zero");
  return bytes;
}

}  // namespace weighmaster::base
