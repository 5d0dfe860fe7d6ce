#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"

/// Percent encoding (RFC 3986 section 2.1). For the files of this room only.
namespace weighmaster::crypto {

/// "%C3"
[[nodiscard]] std::string percent_escape(std::uint8_t byte);

/// The bytes; nothing where a percent sign has no two hexadecimal digits behind it. All else stands for
/// itself.
[[nodiscard]] std::optional<Bytes> percent_decode(std::string_view text);

}  // namespace weighmaster::crypto
