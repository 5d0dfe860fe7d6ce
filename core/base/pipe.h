#pragma once

#include <filesystem>

#include "base/bytes.h"
#include "base/result.h"
#include "base/task.h"

namespace weighmaster::base {

/// As `read_file`, and also what comes out of a pipe until its end: /dev/fd/3, /dev/stdin, what a shell puts
/// in the place of `<(…)`. A pipe that says nothing is waited for until the task is stopped. Nothing of it
/// stays in memory but what is returned. Errors: those of `read_file`, task.cancelled.
[[nodiscard]] Result<Bytes> read_file_or_pipe(const std::filesystem::path& path, std::uint64_t most,
                                              const Task& task);

}  // namespace weighmaster::base
