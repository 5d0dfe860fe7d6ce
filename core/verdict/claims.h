#pragma once

#include "signature/bundle.h"
#include "verdict/report.h"

namespace weighmaster::verdict {

/// What a signature file claims, into the report's members for showing: method, signer, log entries,
/// statement. Nothing of it is checked here; the steps say what of it holds.
void describe_claims(const signature::Bundle& bundle, Report& report);

/// Its two halves. The statement may be large: it is read as a claim only where it can't be read as signed.
void describe_signer_and_log(const signature::Bundle& bundle, Report& report);
void describe_statement(const signature::Bundle& bundle, Report& report);

}  // namespace weighmaster::verdict
