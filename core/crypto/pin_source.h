#pragma once

#include <filesystem>
#include <string_view>

#include "base/result.h"
#include "base/task.h"
#include "crypto/secret.h"

namespace weighmaster::crypto {

/// The PIN in a file or out of a pipe. Errors: those of crypto::read_secret_file, token.pin_missing where
/// there is none in it.
[[nodiscard]] base::Result<Secret> read_pin_file(const std::filesystem::path& path, const base::Task& task);

/// The PIN that a URI's pin-source names (RFC 7512 section 2.3): the absolute path of a file, or a file: URI
/// of this computer. Commands and other schemes are refused. Errors: token.uri, those of `read_pin_file`.
[[nodiscard]] base::Result<Secret> read_pin_source(std::string_view source, const base::Task& task);

}  // namespace weighmaster::crypto
