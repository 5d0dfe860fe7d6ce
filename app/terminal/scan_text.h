#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "model/collection.h"
#include "report_file.h"
#include "verdict/scan_scope.h"
#include "words/scan_row.h"

namespace weighmaster::terminal {

/// What came of each model that was found, in the same order; nothing of one that was not checked.
struct ScanAnswer {
  model::Collection found;
  std::vector<std::optional<words::ScanRow>> rows;
  int exit_code = 0;
  /// The audit report that was asked for, and why it was not written.
  std::optional<ReportFileOptions> report;
  std::optional<base::Error> report_error;

  /// What was passed over.
  [[nodiscard]] verdict::ScanScope scope() const;
};

/// The table, line by line as models finish.
class ScanTable {
 public:
  ScanTable(std::ostream& out, bool colour, bool quiet) : out_(out), colour_(colour), quiet_(quiet) {}

  void add(const model::FoundModel& model, const words::ScanRow& row);
  /// What was not checked, left out or could not be looked at, and how many came to what.
  void end(const ScanAnswer& answer);

 private:
  void add_heading();

  std::ostream& out_;
  bool colour_;
  bool quiet_;
  bool has_heading_ = false;
};

/// The same as an object (docs/report.md).
[[nodiscard]] base::Json scan_json(const ScanAnswer& answer);

}  // namespace weighmaster::terminal
