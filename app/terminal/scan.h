#pragma once

#include <string>
#include <vector>

#include "report_file.h"
#include "verify.h"

namespace weighmaster::terminal {

struct ScanOptions {
  std::vector<std::string> places;
  /// What holds for every model: policy, trusted root, times. Names no model and no signature.
  VerifyOptions each;
  bool labels_are_names = false;
  /// Says nothing of models that are trusted.
  bool quiet = false;
  /// One audit report of all of them; none where its file has no name.
  ReportFileOptions report;
};

/// Looks for models and verifies each. Returns the exit code of the worst verdict; of places in which not all
/// could be looked at, 5 at best. A report that is asked for is written at the end; where the scan was
/// stopped, or it can't be written, there is none, and then 130 or 5 is returned.
[[nodiscard]] int scan(const ScanOptions& options, const CommonOptions& common, const Console& console);

}  // namespace weighmaster::terminal
