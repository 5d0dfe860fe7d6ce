#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/time.h"
#include "crypto/certificate.h"

namespace weighmaster::crypto {

/// What came of looking for a path (RFC 5280 section 6) from a certificate to one that is trusted; the best
/// first. Of several paths the best one counts.
enum class ChainState : std::uint8_t {
  good,             // a path, all signatures true, all certificates valid at the time
  not_valid_at,     // a certificate of the path is not valid at the time
  not_authority,    // an issuer of the path may not issue (basic constraints, key usage, path length)
  refused,          // another reason: see detail
  false_signature,  // a certificate names its issuer by name and key, and that key did not sign it
  no_path,          // no trusted certificate was reached
};

struct Chain {
  ChainState state = ChainState::no_path;
  /// Leaf first; its last is an anchor, but with `no_path`, where it is as far as a path was built.
  std::vector<Certificate> path;
  /// Place in `path` of the certificate that was refused.
  std::size_t refused_at = 0;
  std::string detail;
};

/// Looks for a path from `leaf` through `intermediates` to one of `anchors`, each certificate valid at `at`.
/// Every certificate of the issuer's name whose key made the signature is tried, up to
/// limits::issuer_attempts; another of that name is another authority and says nothing about this one.
/// An anchor may itself be an intermediate (a partial chain) or the leaf, for which nobody else need vouch.
/// Intermediates are never trusted by themselves. Purposes are the caller's matter. No network, no system
/// store.
[[nodiscard]] Chain build_chain(const Certificate& leaf, const std::vector<Certificate>& intermediates,
                                const std::vector<Certificate>& anchors, base::TimePoint at);

}  // namespace weighmaster::crypto
