#pragma once

#include <optional>
#include <vector>

#include "base/time.h"
#include "crypto/certificate.h"
#include "signature/bundle.h"
#include "trust/policy.h"
#include "trust/roots.h"
#include "verdict/report.h"

namespace weighmaster::verdict {

/// The step, the chain as shown, and the issuer of the leaf where a whole path was found.
struct CertificateCheck {
  Step step;
  std::vector<ChainLink> chain;
  std::optional<crypto::Certificate> issuer;
  /// A path was looked for, and none of the roots that the person named was reached.
  bool other_root = false;
};

/// Certificate method (OMS section 4.1): a path to a root that the person named, every certificate valid at
/// every proven time, or at `now` where no time is proven (certificate.time_unproven says so); usages for
/// signing. Without an expected root the path stays not_checked; what is false in the certificates themselves
/// is still found.
[[nodiscard]] CertificateCheck check_certificate(const signature::CertificateMaterial& material,
                                                 const trust::Expectation& expectation,
                                                 const std::vector<base::TimePoint>& proven_times,
                                                 base::TimePoint now);

/// Keyless: at every proven time a path to a certificate authority of the trusted root whose window holds
/// that time, and Fulcio's profile for the leaf (Sigstore client specification; fulcio
/// docs/certificate-specification.md).
[[nodiscard]] CertificateCheck check_keyless_certificate(const signature::CertificateMaterial& material,
                                                         const trust::TrustedRoot& root,
                                                         const std::vector<base::TimePoint>& proven_times);

}  // namespace weighmaster::verdict
