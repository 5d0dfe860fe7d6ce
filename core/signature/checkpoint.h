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

  /// The name under which a Rekor v1 log signs: what stands before " - TREEID" in its origin, which need not
  /// be the host of its address; an origin without a tree id is a name by itself.
  [[nodiscard]] std::string_view name_in_origin() const;

  /// Whether signatures that name `key` by its hint are there under `name`, and all true. Those under other
  /// names are witnesses'.
  enum class SignedBy : std::uint8_t { nobody, false_signature, this_key };
  [[nodiscard]] SignedBy signed_by(const crypto::PublicKey& key, std::string_view name) const;

  /// Who signed it beside the log, each once, in their order: witnesses (C2SP tlog-cosignature). Without
  /// their keys that is a claim.
  [[nodiscard]] std::vector<std::string> cosigners(std::string_view log_name) const;
};

/// What a key is known by on notes under a name (C2SP signed-note): ECDSA, SHA-256 of the SPKI; Ed25519,
/// SHA-256(name ‖ 0A ‖ 01 ‖ key); RSA, SHA-256(name ‖ 0A ‖ FF ‖ "PKIX-RSA-PKCS#1v1.5" ‖ SPKI). Its first four
/// bytes are a signature's hint; the whole is the id of a Rekor v2 log.
[[nodiscard]] crypto::Digest note_key_id(std::string_view name, const crypto::PublicKey& key);

}  // namespace weighmaster::signature
