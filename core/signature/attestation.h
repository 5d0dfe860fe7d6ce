#pragma once

#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/digest.h"
#include "signature/envelope.h"

namespace weighmaster::signature {

inline constexpr std::string_view statement_type_v0_1 = "https://in-toto.io/Statement/v0.1";

/// What an in-toto statement is about: anything with digests. The name may be empty.
struct Subject {
  std::string name;
  /// By the algorithms known here: SHA-256, SHA-384, SHA-512; each once. May be empty: then no file here can
  /// be this subject.
  std::vector<crypto::Digest> digests;

  [[nodiscard]] bool has(const crypto::Digest& digest) const;
  friend bool operator==(const Subject&, const Subject&) = default;
};

/// An in-toto statement (in-toto attestation framework v0.1 and v1) of any predicate but a model's: what a CI
/// system says of the files that it built. What the predicate says is not read here.
struct Attestation {
  std::string type;
  std::string predicate_type;
  /// At least one.
  std::vector<Subject> subjects;

  /// The subject with this digest, or null.
  [[nodiscard]] const Subject* about(const crypto::Digest& digest) const;
  friend bool operator==(const Attestation&, const Attestation&) = default;
};

/// Errors: json.*; statement.type; statement.predicate_type where the predicate is a model's, which is no
/// attestation, or where it has none; statement.subject (none, too many, a digest that is none of its
/// algorithm).
[[nodiscard]] base::Result<Attestation> parse_attestation(const SignedPayload& payload);

/// The same of bytes that nobody vouches for: for the inspector only.
[[nodiscard]] base::Result<Attestation> parse_unverified_attestation(BytesView payload);

}  // namespace weighmaster::signature
