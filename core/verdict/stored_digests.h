#pragma once

#include "verdict/report.h"

namespace weighmaster::verdict {

/// Whether all that keeps the report from `trusted` is that files were compared by stored digests and not
/// read: every other required step passed, and every signed file is as signed by such a digest.
[[nodiscard]] bool lacks_only_reading(const Report& report);

}  // namespace weighmaster::verdict
