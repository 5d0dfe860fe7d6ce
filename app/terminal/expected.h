#pragma once

#include "base/result.h"
#include "trust/policy.h"
#include "verify.h"

namespace weighmaster::terminal {

/// Whom the options of `verify` expect, and what they let pass. Errors: those of the files that are read,
/// policy.*. A policy file, or a file that it names, that lies in the model is refused with policy.malformed:
/// who made the model could have written it.
[[nodiscard]] base::Result<trust::Policy> policy_of(const VerifyOptions& options);

}  // namespace weighmaster::terminal
