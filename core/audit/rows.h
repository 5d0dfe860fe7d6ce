#pragma once

#include <optional>
#include <string>

#include "verdict/report.h"

namespace weighmaster::audit {

/// The first of a report's rows of files that does not fit what was signed, or what the report says came of
/// it: a digest that was not signed, a file that is as signed by another digest, a signed file without a row.
[[nodiscard]] std::optional<std::string> row_that_does_not_fit(const verdict::Report& report);

}  // namespace weighmaster::audit
