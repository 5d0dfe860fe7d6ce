#pragma once

#include "base/bytes.h"
#include "crypto/digest.h"
#include "crypto/public_key.h"

namespace weighmaster::crypto {

/// Whether `signature` is the RSA key's over `message` by RSASSA-PSS (RFC 8017 section 8.1), with MGF1 over
/// the same hash and a salt of any length. False for other keys and for hashes outside SHA-2.
[[nodiscard]] bool verify_pss(const PublicKey& key, DigestAlgorithm algorithm, BytesView message,
                              BytesView signature);

}  // namespace weighmaster::crypto
