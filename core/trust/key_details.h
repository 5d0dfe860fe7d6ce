#pragma once

#include <optional>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/public_key.h"

namespace weighmaster::trust {

/// A log's key as a trusted root writes it: bytes, and the name of their kind (PublicKeyDetails of
/// sigstore_common.proto: "PKIX_ECDSA_P256_SHA_256", …). Nothing where this build can't use keys of that
/// kind. Error: trust.malformed, where the bytes are no key of that kind.
[[nodiscard]] base::Result<std::optional<crypto::PublicKey>> parse_log_key(BytesView bytes,
                                                                           std::string_view details);

}  // namespace weighmaster::trust
