#pragma once

#include <vector>

#include "base/result.h"
#include "signature/bundle.h"

namespace weighmaster::signature {

/// The member of a bundle's `verificationMaterial` that says who signed.
enum class MaterialKind : std::uint8_t { public_key, certificate_chain, certificate };

/// Which method a bundle is of, if it keeps that method's rules (sigstore_bundle.proto). Keyless: a chain in
/// 0.1 and 0.2, a single certificate in 0.3, and at least one log entry. Certificate (OMS section 4.1): a
/// chain in 0.3, and no entry. Key: any version, with or without entries. An entry has the promise in 0.1,
/// later an inclusion proof and its checkpoint. Error: bundle.profile.
[[nodiscard]] base::Result<Method> method_by_profile(BundleVersion version, MaterialKind material,
                                                     const std::vector<LogEntry>& log_entries);

/// What OMS asks beyond that of a bundle about a model: a key's is 0.3 and has no log entries (section 4.1).
/// Error: bundle.profile.
[[nodiscard]] base::Result<void> check_model_profile(const Bundle& bundle);

}  // namespace weighmaster::signature
