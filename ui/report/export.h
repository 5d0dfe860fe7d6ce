#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "audit/enclosed.h"
#include "base/file.h"
#include "base/task.h"
#include "ui/jobs/model_session.h"
#include "ui/report/paper.h"
#include "verdict/scan_scope.h"

namespace weighmaster::ui {

using audit::Form;

/// A model of a report.
struct ExportModel {
  /// What its check came to and what it was asked: the report encloses what it rests on. Null where that was
  /// let go of: then it is checked again.
  ReportPtr report;
  RequestPtr asked;
  VerifyJob::Work check;
};
/// A session that is done, or whose answer was let go of.
[[nodiscard]] ExportModel exportModel(const ModelSession& session);

/// A report that is to be written.
struct ExportOrder {
  std::vector<ExportModel> models;
  /// Of many: what was passed over.
  std::optional<verdict::ScanScope> scope;
  Form form = Form::pdf;
  /// Of a PDF.
  Paper paper = Paper::a4;
  std::filesystem::path target;
  base::Existing existing = base::Existing::keep;
  /// "Weighmaster 0.1.0".
  std::string program;
};

/// Of one session that is done.
[[nodiscard]] ExportOrder exportOrder(const ModelSession& session);

/// The form that a file's ending names: ".pdf", ".html" or ".htm", ".json".
[[nodiscard]] std::optional<Form> formNamed(const std::filesystem::path& path);
/// ".pdf", ".html", ".json".
[[nodiscard]] std::string endingOf(Form form);

/// Makes the report and writes it in one step. Errors: those of base::write_file, asked before anything is
/// made; task.cancelled, and then nothing was written; audit.painter.
[[nodiscard]] base::Result<void> exportReport(const ExportOrder& order, const base::Task& task);

}  // namespace weighmaster::ui
