#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "audit/enclosed.h"
#include "base/file.h"
#include "base/task.h"
#include "ui/report/paper.h"
#include "verdict/verify.h"

namespace weighmaster::ui {

using audit::Form;

/// A report that is to be written.
struct ExportOrder {
  std::shared_ptr<const verdict::Report> report;
  /// What the check was asked: the report encloses what it rests on.
  std::shared_ptr<const verdict::VerifyRequest> asked;
  Form form = Form::pdf;
  /// Of a PDF.
  Paper paper = Paper::a4;
  std::filesystem::path target;
  base::Existing existing = base::Existing::keep;
  /// "Weighmaster 0.1.0".
  std::string program;
};

/// The form that a file's ending names: ".pdf", ".html" or ".htm", ".json".
[[nodiscard]] std::optional<Form> formNamed(const std::filesystem::path& path);
/// ".pdf", ".html", ".json".
[[nodiscard]] std::string endingOf(Form form);

/// Makes the report and writes it in one step. Errors: those of base::write_file, asked before anything is
/// made; task.cancelled, and then nothing was written; audit.painter.
[[nodiscard]] base::Result<void> exportReport(const ExportOrder& order, const base::Task& task);

}  // namespace weighmaster::ui
