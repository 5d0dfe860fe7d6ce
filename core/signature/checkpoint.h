#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/public_key.h"

namespace weighmaster::signature {

/// One signature line of a signed note (C2SP signed-note).
struct NoteSignature {
  std::string name;
  std::array<std::uint8_t, 4> key_hint{};
  Bytes signature;
};

/// A log's signed statement of its tree (C2SP tlog-checkpoint). Immutable.
struct Checkpoint {
  std::string origin;
  std::int64_t tree_size = 0;
  Bytes root_hash;
  std::vector<std::string> extensions;  // further lines of the body
  std::vector<NoteSignature> signatures;
  std::string signed_text;  // with the newline before the blank line

  /// Errors: log.checkpoint_malformed, bundle.too_many.
  [[nodiscard]] static base::Result<Checkpoint> parse(std::string_view note);

  /// Whether signatures that name `key` by its hint are there, and all true. Only signatures under the
  /// origin's own name count: that name is the origin (Rekor v2), or what stands before " - TREEID" (Rekor
  /// v1); the others are witnesses'. Hints, four bytes each: ECDSA, SHA-256 of the SPKI; Ed25519,
  /// SHA-256(name ‖ 0A ‖ 01 ‖ key); RSA, SHA-256(name ‖ 0A ‖ FF ‖ "PKIX-RSA-PKCS#1v1.5" ‖ SPKI).
  enum class SignedBy : std::uint8_t { nobody, false_signature, this_key };
  [[nodiscard]] SignedBy signed_by(const crypto::PublicKey& key) const;
};

}  // namespace weighmaster::signature
