#pragma once

#include <optional>
#include <string>

#include "console.h"
#include "options.h"
#include "report_file.h"
#include "verify.h"

namespace weighmaster::terminal {

struct ReportOptions {
  /// Whom the person expects; `model` may be empty with `check`.
  VerifyOptions verify;
  /// A report to be checked; else one is made.
  std::optional<std::string> check;
  bool accept_enclosed_root_unsafe = false;
  /// Whom the person expects to have signed the report itself, with `check`: a key in a file, or an identity
  /// and its provider.
  std::optional<std::string> report_public_key;
  std::optional<std::string> report_identity;
  std::optional<std::string> report_identity_provider;
  ReportFileOptions output;
};

/// Verifies a model and writes the report, or checks one. Returns the exit code of the verdict.
[[nodiscard]] int report(const ReportOptions& options, const CommonOptions& common, const Console& console);
/// The second of the two.
[[nodiscard]] int check_report(const ReportOptions& options, const CommonOptions& common,
                               const Console& console);

}  // namespace weighmaster::terminal
