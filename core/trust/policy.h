#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "crypto/certificate.h"
#include "crypto/public_key.h"
#include "signature/bundle.h"
#include "trust/roots.h"

namespace weighmaster::trust {

/// A keyless signer: the name in the certificate and who vouched for it.
struct Identity {
  std::string name;
  std::string issuer;

  friend bool operator==(const Identity&, const Identity&) = default;
};

/// Whom the person expects: whole strings, compared byte by byte, or patterns (trust/pattern.h) where the
/// person asked for that.
struct ExpectedIdentity {
  std::string name;
  std::string issuer;
  bool name_is_pattern = false;
  bool issuer_is_pattern = false;

  [[nodiscard]] bool has_name(std::string_view found) const;
  [[nodiscard]] bool has_issuer(std::string_view found) const;
};

/// Nobody was expected: the signer can't be judged, and the verdict is `unknown_signer` at best.
struct NoExpectation {};

/// Any of these; never empty, no empty member.
struct ExpectedIdentities {
  std::vector<ExpectedIdentity> any_of;
};

/// Any of these; never empty.
struct ExpectedKeys {
  std::vector<crypto::PublicKey> any_of;
};

/// The chain must end at one of these.
struct ExpectedRoots {
  std::vector<crypto::Certificate> anchors;
};

using Expectation = std::variant<NoExpectation, ExpectedIdentities, ExpectedKeys, ExpectedRoots>;

/// Whom a policy file lets sign a model, by whatever method.
struct Signers {
  ExpectedIdentities identities;
  ExpectedKeys keys;
  ExpectedRoots roots;

  /// Those that can have signed by this method; NoExpectation where there are none.
  [[nodiscard]] Expectation by(signature::Method method) const;
};

/// How an entry came into the person's address book (trust/publishers.h).
enum class Origin : std::uint8_t {
  by_hand,
  imported,  // from another book
  policy,    // from a policy file
  window,    // chosen in the window beside a model
};
/// "by_hand", "imported", "policy", "window".
[[nodiscard]] std::string_view name(Origin origin);

/// An entry of the person's address book that decided about a model, and when it was made.
struct AppliedEntry {
  std::string id;
  /// Its pattern for model names.
  std::string models;
  base::TimePoint added{};
  Origin origin = Origin::by_hand;
  Signers signer;
};

/// The rule of a policy file that decided about a model, or the entries of an address book that did.
struct AppliedRule {
  /// The file; the rule's name, or its place in the file ("rules[2]"), or the entries' pattern; the model it
  /// was looked up for, or empty.
  std::string file;
  std::string name;
  std::string model;
  Signers signers;
  /// Of an address book: those that decided, never empty. Of a policy file: none.
  std::vector<AppliedEntry> entries = {};
};

/// What the person expects, and what they let pass.
struct Policy {
  Expectation expectation = NoExpectation{};
  /// The person's own option: unsigned files are named, and the terminal exits 0 beside them.
  bool allow_unsigned_files = false;
  /// Where a policy file says who is expected: the expectation is then that of the rule, by the method that
  /// is found.
  std::optional<AppliedRule> rule = {};
  /// How many times that do not come from one operator a keyless signature needs: a log's promise counts as
  /// one, a timestamp as one. At least 1.
  std::size_t independent_times = 1;
  /// Timestamp authorities that the person names, beside those of a trusted root. Signatures by key and by
  /// certificate have these alone.
  std::vector<Authority> timestamp_authorities{};
};

}  // namespace weighmaster::trust
