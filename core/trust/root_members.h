#pragma once

#include "base/json.h"
#include "base/result.h"
#include "base/time.h"
#include "trust/roots.h"

namespace weighmaster::trust {

/// The TimeRange `validFor` of an object; where there is none, any time is inside. Errors: json.*,
/// time.malformed.
[[nodiscard]] base::Result<base::Window> parse_window(const base::JsonObject& object);

/// A TransparencyLogInstance of sigstore_trustroot.proto. Errors: json.*, base64.malformed, time.malformed,
/// trust.malformed.
[[nodiscard]] base::Result<Log> parse_log(const base::JsonObject& object);

/// A CertificateAuthority of sigstore_trustroot.proto, which timestamp authorities are written as too.
/// Errors: json.*, base64.malformed, time.malformed, trust.malformed, certificate.malformed, bundle.too_many.
[[nodiscard]] base::Result<Authority> parse_authority(const base::JsonObject& object);

}  // namespace weighmaster::trust
