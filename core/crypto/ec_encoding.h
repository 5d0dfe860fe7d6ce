#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/public_key.h"

/// Between the encodings of PKCS#11 and those of X.509. Both directions take bytes from outside.
namespace weighmaster::crypto {

/// The public key of CKA_EC_PARAMS (DER of a named curve's object identifier) and CKA_EC_POINT (DER of an
/// OCTET STRING around the uncompressed point; some tokens leave the OCTET STRING away). Errors:
/// key.unsupported (another curve than P-256, P-384 and P-521, or one given by its parameters),
/// key.malformed.
[[nodiscard]] base::Result<PublicKey> ec_public_key(BytesView params, BytesView point);

/// Which of the three curves CKA_EC_PARAMS names. Error: key.unsupported.
[[nodiscard]] base::Result<KeyType> ec_curve(BytesView params);

/// An ECDSA signature in DER (RFC 3279 section 2.2.3) from PKCS#11's: r and s, big-endian, of equal length.
/// Error: token.failed where the length is odd, zero or beyond P-521's.
[[nodiscard]] base::Result<Bytes> ec_signature_der(BytesView r_and_s);

}  // namespace weighmaster::crypto
