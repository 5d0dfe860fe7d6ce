#pragma once

#include <string>

#include "base/bytes.h"

namespace weighmaster::crypto {

/// Overwrites what was secret and had to be in a text or in bytes for a moment, so that nobody finds it in
/// memory that was given back. It is empty afterwards.
void wipe(Bytes& bytes);
void wipe(std::string& text);

}  // namespace weighmaster::crypto
