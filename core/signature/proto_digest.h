#pragma once

#include <optional>

#include "base/json.h"
#include "base/result.h"
#include "crypto/digest.h"

namespace weighmaster::signature {

/// A digest as Sigstore's messages have it (HashOutput of sigstore_common.proto): the algorithm by its name
/// in HashAlgorithm, the bytes in base64, beside other members or alone. Nothing where the algorithm is none
/// of SHA-256, SHA-384 and SHA-512. Errors: json.*, base64.malformed, manifest.digest (its length).
[[nodiscard]] base::Result<std::optional<crypto::Digest>> parse_proto_digest(const base::JsonObject& object);

}  // namespace weighmaster::signature
