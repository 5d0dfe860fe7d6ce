#pragma once

#include <QString>

#include "base/bytes.h"

namespace weighmaster::ui {

/// A statement as a person reads it: indented, hidden characters visible, at most `most` characters with a
/// last line that says how much is left out. Text that is no JSON is shown as it is. Slow for a large model:
/// not for the interface thread.
[[nodiscard]] QString statementText(BytesView payload, std::size_t most = 400'000);

}  // namespace weighmaster::ui
