#pragma once

#include <string>
#include <vector>

#include "base/time.h"
#include "crypto/certificate.h"

namespace weighmaster::crypto {

/// What came of looking for a path (RFC 5280 section 6) from a certificate to one that is trusted.
enum class ChainState : std::uint8_t {
  good,             // a path, all signatures true, all certificates valid at the time
  no_path,          // no trusted certificate was reached
  not_valid_at,     // a certificate of the path is not valid at the time
  false_signature,  // a certificate names its issuer, and the issuer's key did not sign it
  not_authority,    // an issuer of the path may not issue (basic constraints, key usage, path length)
  refused,          // another reason: see detail
};

struct Chain {
  ChainState state = ChainState::no_path;
  /// Leaf first, as far as the path was built; with `good` its last is an anchor.
  std::vector<Certificate> path;
  /// Place in `path` of the certificate that was refused.
  std::size_t refused_at = 0;
  std::string detail;
};

/// Looks for a path from `leaf` through `intermediates` to one of `anchors`, each certificate valid at `at`.
/// An anchor may itself be an intermediate (a partial chain); intermediates are never trusted by themselves.
/// Purposes are the caller's matter. No network, no system store.
[[nodiscard]] Chain build_chain(const Certificate& leaf, const std::vector<Certificate>& intermediates,
                                const std::vector<Certificate>& anchors, base::TimePoint at);

}  // namespace weighmaster::crypto
