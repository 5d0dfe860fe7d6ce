#pragma once

#include <QString>

#include "base/time.h"

namespace weighmaster::ui {

/// "14:02", by this computer's clock.
[[nodiscard]] QString clockTime(base::TimePoint time);

}  // namespace weighmaster::ui
