#pragma once

#include "ui/report/copyist.h"

namespace weighmaster::ui {

/// In the order in which names are compared (ui/models/reading_order.h).
[[nodiscard]] Copy inOrder(const Copy& copy);

}  // namespace weighmaster::ui
