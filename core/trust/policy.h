#pragma once

#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "crypto/certificate.h"
#include "crypto/public_key.h"
#include "trust/roots.h"

namespace weighmaster::trust {

/// A keyless signer: the name in the certificate and who vouched for it. Compared as whole strings, byte by
/// byte.
struct Identity {
  std::string name;
  std::string issuer;

  friend bool operator==(const Identity&, const Identity&) = default;
};

/// Nobody was expected: the signer can't be judged, and the verdict is `unknown_signer` at best.
struct NoExpectation {};

/// Any of these; never empty, no empty member.
struct ExpectedIdentities {
  std::vector<Identity> any_of;
};

struct ExpectedKey {
  crypto::PublicKey key;
};

/// The chain must end at one of these.
struct ExpectedRoots {
  std::vector<crypto::Certificate> anchors;
};

using Expectation = std::variant<NoExpectation, ExpectedIdentities, ExpectedKey, ExpectedRoots>;

/// What the person expects, and what they let pass.
struct Policy {
  Expectation expectation = NoExpectation{};
  /// The person's own option: unsigned files are named, and the terminal exits 0 beside them.
  bool allow_unsigned_files = false;
  /// How many times that do not come from one operator a keyless signature needs: a log's promise counts as
  /// one, a timestamp as one. At least 1.
  std::size_t independent_times = 1;
  /// Timestamp authorities that the person names, beside those of a trusted root. Signatures by key and by
  /// certificate have these alone.
  std::vector<Authority> timestamp_authorities{};
};

}  // namespace weighmaster::trust
