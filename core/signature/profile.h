#pragma once

#include <vector>

#include "base/result.h"
#include "signature/bundle.h"

namespace weighmaster::signature {

/// The member of a bundle's `verificationMaterial` that says who signed.
enum class MaterialKind : std::uint8_t { public_key, certificate_chain, certificate };

/// Which method a bundle is of, if it keeps that method's rules: OMS key and certificate bundles (OMS
/// section 4.1) are 0.3 and have no log entries; Sigstore's have a chain in 0.1 and 0.2, a single certificate
/// in 0.3, and at least one entry, in 0.1 with a promise, later with an inclusion proof and its checkpoint.
/// Error: bundle.profile.
[[nodiscard]] base::Result<Method> method_by_profile(BundleVersion version, MaterialKind material,
                                                     const std::vector<LogEntry>& log_entries);

}  // namespace weighmaster::signature
