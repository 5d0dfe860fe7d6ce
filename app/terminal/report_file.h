#pragma once

#include <optional>
#include <string>

#include "audit/enclosed.h"
#include "base/json.h"
#include "console.h"

namespace weighmaster::terminal {

/// An audit report that is to be written: where, and in which form.
struct ReportFileOptions {
  std::string file;
  /// By the name of the file where it is not given.
  std::optional<audit::Form> format;
  /// "a4" or "letter": of the pages of a PDF.
  std::string paper = "a4";
  bool overwrite = false;

  [[nodiscard]] audit::Form form() const;
};

/// The form that a file of this name has: by its ending, in whatever letters.
[[nodiscard]] std::optional<audit::Form> form_named(const std::string& file);

/// Whether the report could be written: to be asked before anything is hashed. Errors: base::check_target's.
[[nodiscard]] base::Result<void> check_report_target(const ReportFileOptions& options);

/// Errors: base::write_file's; audit.painter and task.cancelled, where a PDF is not painted; file.too_large,
/// where no program of ours would read it again (limits::audit_report_bytes).
[[nodiscard]] base::Result<void> write_report_file(const audit::AuditReport& report,
                                                   const ReportFileOptions& options, const Console& console);

/// Adds to an answer what was written: `output` and `form`.
void tell_report_file(const ReportFileOptions& options, base::Json& answer);

/// "Weighmaster 1.2.3": what this program calls itself in a report.
[[nodiscard]] std::string program_and_version();

}  // namespace weighmaster::terminal
