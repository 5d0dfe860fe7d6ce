#pragma once

#include <iosfwd>

#include "base/json.h"
#include "sign.h"
#include "signing/sign.h"

namespace weighmaster::terminal {

/// What was signed, for people: what it covers, what it leaves out, and how others verify it.
void write_signed(std::ostream& out, const SignOptions& options, const signing::SignedModel& made);

/// The same as an object (docs/report.md).
[[nodiscard]] base::Json signed_json(const SignOptions& options, const signing::SignedModel& made);

}  // namespace weighmaster::terminal
