#pragma once

#include <optional>
#include <string>

#include "audit/enclosed.h"
#include "console.h"
#include "options.h"
#include "verify.h"

namespace weighmaster::terminal {

struct ReportOptions {
  /// Whom the person expects; `model` may be empty with `check`.
  VerifyOptions verify;
  /// A report to be checked; else one is made.
  std::optional<std::string> check;
  bool accept_enclosed_root_unsafe = false;
  std::string output;
  /// By the name of the file where it is not given.
  std::optional<audit::Form> form;
  /// "a4" or "letter": of the pages of a PDF.
  std::string paper = "a4";
  bool overwrite = false;
};

/// The form that a file of this name has: by its ending, in whatever letters.
[[nodiscard]] std::optional<audit::Form> form_named(const std::string& file);

/// Verifies a model and writes the report, or checks one. Returns the exit code of the verdict.
[[nodiscard]] int report(const ReportOptions& options, const CommonOptions& common, const Console& console);
/// The second of the two.
[[nodiscard]] int check_report(const ReportOptions& options, const CommonOptions& common,
                               const Console& console);

/// "Weighmaster 1.2.3": what this program calls itself in a report.
[[nodiscard]] std::string program_and_version();

}  // namespace weighmaster::terminal
