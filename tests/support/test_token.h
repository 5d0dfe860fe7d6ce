#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "base/json.h"

namespace weighmaster::tests {

/// The claims of a token of alice, who shows herself by her e-mail address, valid for the time of the
/// default certificates.
[[nodiscard]] base::Json alices_claims();

/// A JSON Web Token of these claims, with a signature that nobody checks.
[[nodiscard]] std::string identity_token(const base::Json& claims = alices_claims());

}  // namespace weighmaster::tests
