#pragma once

#include "signature/bundle.h"
#include "verdict/report.h"

namespace weighmaster::verdict {

/// What a signature file claims, into the report's members for showing: method, signer, log entries,
/// statement. Nothing of it is checked here; the steps say what of it holds.
void describe_claims(const signature::Bundle& bundle, Report& report);

}  // namespace weighmaster::verdict
