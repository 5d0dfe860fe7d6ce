#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "crypto/digest.h"

namespace weighmaster::signature {

inline constexpr std::string_view sct_list_oid = "1.3.6.1.4.1.11129.2.4.2";

/// A promise of a certificate transparency log (RFC 6962 section 3.2).
struct SignedCertificateTimestamp {
  Bytes log_id;  // 32 bytes
  base::TimePoint time;
  Bytes extensions;
  std::uint8_t hash_algorithm = 0;       // TLS registry: 4 is SHA-256
  std::uint8_t signature_algorithm = 0;  // TLS registry: 1 RSA, 3 ECDSA
  Bytes signature;
};

/// The SCT list of a certificate: the extension's content, an OCTET STRING in DER around the TLS encoding.
/// Errors: sct.malformed, bundle.too_many.
[[nodiscard]] base::Result<std::vector<SignedCertificateTimestamp>> parse_sct_list(BytesView extension);

/// What an SCT in a certificate signs (a `precert_entry`): the SHA-256 of the issuer's SPKI, and the
/// TBSCertificate without the SCT list.
[[nodiscard]] Bytes sct_signed_bytes(const SignedCertificateTimestamp& sct,
                                     const crypto::Digest& issuer_key_digest, BytesView tbs);

}  // namespace weighmaster::signature
