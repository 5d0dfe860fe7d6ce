#pragma once

#include "base/bytes.h"

/// What a PEM file (RFC 7468) holds, judged by the lines that begin its blocks.
namespace weighmaster::crypto {

/// How many blocks begin in it, of whatever kind.
[[nodiscard]] std::size_t pem_blocks(BytesView text);

/// Whether one of them is a private key, in whatever encoding.
[[nodiscard]] bool holds_private_key(BytesView text);

/// Said to whoever gives a private key where a public one, or a certificate, is wanted.
inline constexpr auto private_key_given =
    "it holds a private key, which nobody needs for checking; keep it secret";

}  // namespace weighmaster::crypto
