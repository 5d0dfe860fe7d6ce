#pragma once

#include "crypto/certificate.h"
#include "trust/roots.h"
#include "verdict/report.h"

namespace weighmaster::verdict {

/// Whether a certificate log that is known here promised to list the certificate (RFC 6962 section 3.2).
/// Every timestamp in the leaf is looked at; `issuer` is the next certificate of the verified path, whose key
/// the timestamp covers. Passes where at least one of a known log is true, with its time inside that log's
/// window, and none of a known log is false. Codes: sct.missing, sct.malformed, sct.log_unknown,
/// sct.log_window, sct.false, bundle.too_many.
[[nodiscard]] Step check_certificate_log(const crypto::Certificate& leaf, const crypto::Certificate& issuer,
                                         const trust::TrustedRoot& root);

}  // namespace weighmaster::verdict
