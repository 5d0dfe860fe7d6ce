#pragma once

#include "signature/bundle.h"
#include "trust/policy.h"
#include "verdict/report.h"

namespace weighmaster::verdict {

/// Who a keyless certificate names: the name to show is the expected one if it is there, else the first.
[[nodiscard]] Signer keyless_signer(const crypto::Certificate& leaf, const trust::Expectation& expectation);

/// Keyless: one of the certificate's names and its issuer are, as whole strings, those of one expected
/// identity.
[[nodiscard]] Step check_identity(const crypto::Certificate& leaf, const trust::Expectation& expectation);

}  // namespace weighmaster::verdict
