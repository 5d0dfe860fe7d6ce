#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "manifest/manifest.h"
#include "signature/envelope.h"

namespace weighmaster::signature {

inline constexpr std::string_view statement_type_v1 = "https://in-toto.io/Statement/v1";
/// Of model-signing 0.2.0: each file is a subject. Verified, never written.
inline constexpr std::string_view predicate_type_digests = "https://model_signing/Digests/v0.1";

/// An in-toto statement about a model (OMS section 6.5).
struct Statement {
  std::string predicate_type;
  /// The name the signer gave the model: informational. Empty for `Digests/v0.1`.
  std::string subject_name;
  /// The root digest that the subject states; absent for `Digests/v0.1`, which has none.
  std::optional<crypto::Digest> stated_root;
  manifest::Manifest manifest;

  /// Whether the stated root is that of the manifest (section 6.5.1); true where none is stated.
  [[nodiscard]] bool root_agrees() const { return !stated_root || *stated_root == manifest.root_digest(); }
  friend bool operator==(const Statement&, const Statement&) = default;
};

/// In the encoding of model-signing 0.2.0 only `Digests/v0.1` is taken; in the standard one that too, since
/// keyless signatures of 0.2.0 had it. Errors: json.*, statement.type, statement.predicate_type,
/// statement.subject, manifest.*.
[[nodiscard]] base::Result<Statement> parse_statement(const SignedPayload& payload);

/// The same of bytes that nobody vouches for: for the inspector only.
[[nodiscard]] base::Result<Statement> parse_unverified_statement(BytesView payload);

/// The statement v1 about a model: the payload that is signed. The same manifest and name give the same
/// bytes. Errors: statement.subject where the name is empty or not UTF-8; those of manifest::predicate_of.
[[nodiscard]] base::Result<Bytes> write_statement(const std::string& subject_name,
                                                  const manifest::Manifest& manifest);

}  // namespace weighmaster::signature
