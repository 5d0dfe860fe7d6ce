#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"

/// DER (X.690) written plainly, so that a test can bend any part of it.
namespace weighmaster::tests {

/// The encodings of a structure's members, in their order.
using Elements = std::vector<Bytes>;

/// A tag, a length and a content below 64 kB.
[[nodiscard]] Bytes der(std::uint8_t tag, BytesView content);
[[nodiscard]] Bytes der(std::uint8_t tag, const Elements& elements);
[[nodiscard]] Bytes der_sequence(const Elements& elements);
[[nodiscard]] Bytes der_set(const Elements& elements);
/// "1.2.840.113549.1.7.2".
[[nodiscard]] Bytes der_oid(const std::string& dotted);
/// A whole number of 0 or more.
[[nodiscard]] Bytes der_integer(std::uint64_t number);
[[nodiscard]] Bytes der_integer(BytesView big_endian);
[[nodiscard]] Bytes der_octets(BytesView content);

inline const Bytes der_null{0x05, 0x00};

}  // namespace weighmaster::tests
