#pragma once

#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace weighmaster::base {

/// Lower-case hexadecimal, two digits a byte.
[[nodiscard]] std::string to_hex(BytesView bytes);

/// Strict: lower-case digits only, an even number of them. Error: hex.malformed.
[[nodiscard]] Result<Bytes> from_hex(std::string_view text);

/// RFC 4648 section 4, padded, no line breaks.
[[nodiscard]] std::string to_base64(BytesView bytes);

/// Standard or URL-safe alphabet (RFC 4648 sections 4 and 5), never mixed in one string; padding may be
/// absent but not wrong; unused bits are zero; no other characters, white space included. Error:
/// base64.malformed.
[[nodiscard]] Result<Bytes> from_base64(std::string_view text);

}  // namespace weighmaster::base
