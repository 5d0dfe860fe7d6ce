#pragma once

#include <iosfwd>

#include "audit/check.h"
#include "report_text.h"

namespace weighmaster::terminal {

/// What a report is worth, for people: its agreement with its evidence first, then what each model came to.
void write_checked(std::ostream& out, const audit::CheckedReport& report, const TextStyle& style);

}  // namespace weighmaster::terminal
