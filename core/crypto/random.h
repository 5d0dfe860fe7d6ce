#pragma once

#include <cstddef>

#include "base/bytes.h"

namespace weighmaster::crypto {

/// Bytes that nobody can guess, from OpenSSL's generator. A computer that has no such bytes ends the program:
/// nothing good can be done on it.
[[nodiscard]] Bytes random_bytes(std::size_t count);

}  // namespace weighmaster::crypto
