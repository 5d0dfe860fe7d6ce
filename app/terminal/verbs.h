#pragma once

#include "console.h"
#include "options.h"

namespace weighmaster::terminal {

/// Each verb gives its answer to `console.out` and returns the exit code.
[[nodiscard]] int verify(const VerifyOptions& options, const CommonOptions& common, const Console& console);
[[nodiscard]] int inspect(const InspectOptions& options, const CommonOptions& common, const Console& console);
[[nodiscard]] int digest(const DigestOptions& options, const CommonOptions& common, const Console& console);

}  // namespace weighmaster::terminal
