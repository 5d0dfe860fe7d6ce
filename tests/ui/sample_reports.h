#pragma once

#include <string>
#include <vector>

#include "ui/jobs/answer.h"

/// Reports made by hand, one for each verdict, for what only shows them.
namespace weighmaster::tests {

struct Sample {
  std::string name;  // of the verdict, or of what is special
  ui::ReportPtr report;
};

/// Of a keyless signature, where all is as it should be and the identity was expected.
[[nodiscard]] verdict::Report trusted_report();
/// One for each verdict, in the order of verdict::Verdict.
[[nodiscard]] std::vector<Sample> samples();
/// A trusted report in which everything that comes from outside is `text`.
[[nodiscard]] verdict::Report hostile_report(const std::string& text);
/// `count` rows that match, or wait.
[[nodiscard]] std::vector<verdict::FileRow> rows(std::size_t count, verdict::FileState state);

}  // namespace weighmaster::tests
