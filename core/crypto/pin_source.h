#pragma once

#include <filesystem>
#include <string_view>

#include "base/result.h"
#include "crypto/secret.h"

namespace weighmaster::crypto {

/// The PIN in a file (crypto::read_secret_file). Errors: file.*, token.pin_missing where the file has none.
[[nodiscard]] base::Result<Secret> read_pin_file(const std::filesystem::path& path);

/// The PIN that a URI's pin-source names (RFC 7512 section 2.3): the absolute path of a file, or a file: URI
/// of this computer. Commands and other schemes are refused. Errors: token.uri, those of `read_pin_file`.
[[nodiscard]] base::Result<Secret> read_pin_source(std::string_view source);

}  // namespace weighmaster::crypto
