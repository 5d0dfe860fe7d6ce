#pragma once

#include <filesystem>

#include "base/result.h"
#include "base/task.h"
#include "crypto/secret.h"

namespace weighmaster::crypto {

/// A password or PIN in a regular file, or out of a pipe, of at most limits::password_bytes, without the line
/// break at its end (LF or CR LF). Errors: file.*; task.cancelled, for a pipe may say nothing.
[[nodiscard]] base::Result<Secret> read_secret_file(const std::filesystem::path& path,
                                                    const base::Task& task);

}  // namespace weighmaster::crypto
