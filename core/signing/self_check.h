#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "manifest/manifest.h"
#include "signing/signer.h"

namespace weighmaster::signing {

/// Reads a signature file that was just made as whoever verifies will read it, and checks all that can be
/// checked without knowing whom they trust: the signature over the very bytes (OMS section 8.2), the
/// statement, that it covers this manifest, in the order that section 5.2.1 asks for, and the certificates at
/// `now`. A keyless signature is verified whole (Sigstore client specification), against the material's
/// trusted root and whom its certificate names: times, path, log entries and their proofs. Error:
/// signing.self_check, its detail the code of what did not hold.
[[nodiscard]] base::Result<void> self_check(BytesView file, const Material& material,
                                            const manifest::Manifest& manifest, base::TimePoint now);

}  // namespace weighmaster::signing
