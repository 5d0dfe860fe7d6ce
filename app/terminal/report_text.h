#pragma once

#include <iosfwd>

#include "verdict/report.h"

namespace weighmaster::terminal {

struct TextStyle {
  bool colour = false;
  /// Every file, instead of the first few that are not fine.
  bool all_files = false;
  bool fingerprints = false;
};

/// A report for people: the verdict, what it rests on, what to do; then who signed, the checks, the files.
void write_report(std::ostream& out, const verdict::Report& report, const TextStyle& style);

/// What a signature file claims, under a heading that says that nothing of it was checked.
void write_claims(std::ostream& out, const verdict::Report& report, const TextStyle& style);

}  // namespace weighmaster::terminal
