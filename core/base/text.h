#pragma once

#include <string>
#include <string_view>

/// Text that comes from outside, made fit to be shown.
namespace weighmaster::base {

/// Strict UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF.
[[nodiscard]] bool is_utf8(std::string_view text);

/// The text as a person may see it: control characters, bidirectional and zero-width characters, line breaks,
/// characters for private use, lone combining runs of more than four marks and bytes that are not UTF-8
/// become visible escapes (`\n`, `\u202e`, `\xff`). At most `most` characters, cut in the middle with an
/// ellipsis, so that both ends stay readable.
[[nodiscard]] std::string visible(std::string_view text, std::size_t most = 4096);

/// "only ASCII letters, digits and marks": an identity that isn't deserves a remark.
[[nodiscard]] bool is_ascii(std::string_view text);

/// The first character of UTF-8 text that is not empty: its bytes, and its code point.
[[nodiscard]] std::string_view first_letter(std::string_view text);
[[nodiscard]] char32_t code_point(std::string_view letter);

/// Decimal units as people compare them: "187 B", "1.2 kB", "4.98 GB".
[[nodiscard]] std::string format_size(std::uint64_t bytes);

}  // namespace weighmaster::base
