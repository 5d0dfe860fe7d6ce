#pragma once

#include <filesystem>

#include "base/result.h"
#include "crypto/secret.h"

namespace weighmaster::crypto {

/// A password or PIN in a regular file of at most limits::password_bytes, without the line break at its end
/// (LF or CR LF). Errors: file.*.
[[nodiscard]] base::Result<Secret> read_secret_file(const std::filesystem::path& path);

}  // namespace weighmaster::crypto
