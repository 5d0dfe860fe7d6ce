#pragma once

#include "audit/pdf.h"
#include "base/result.h"
#include "base/task.h"
#include "ui/report/paper.h"
#include "words/document.h"

namespace weighmaster::ui {

/// A document as the pages of a PDF: text that can be selected and found, fonts embedded, numbered pages, and
/// where its chapters begin. Runs on any thread. Attachments, outline, links and language are added by
/// audit::pdf_form. Progress counts rows of tables, three times each. Errors: task.cancelled; audit.painter
/// on a computer without fonts.
[[nodiscard]] base::Result<audit::PaintedPdf> paintReport(const words::Document& document, Paper paper,
                                                          const base::Task& task);

}  // namespace weighmaster::ui
