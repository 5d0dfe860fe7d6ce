#pragma once

#include "base/result.h"
#include "ui/report/paper.h"

namespace weighmaster::desktop {

/// What the terminal program, which has no Qt, asks of this one: `weighmaster --paint-report --paper
/// a4|letter` reads a document as JSON (words::document_from_json) from standard input to its end, and writes
/// its pages as JSON (audit::to_json) to standard output, or why there are none (audit::refusal_to_json).
/// Errors: file.unreadable, file.too_large, file.not_written, words::document_from_json's, audit.painter.
[[nodiscard]] base::Result<void> paintForTerminal(ui::Paper paper);

/// Whether the arguments ask for that: to be known before there is an application, which then needs no
/// screen.
[[nodiscard]] bool asksToPaint(int argc, const char* const* argv);

}  // namespace weighmaster::desktop
