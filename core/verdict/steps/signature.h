#pragma once

#include <optional>

#include "crypto/public_key.h"
#include "signature/attestation.h"
#include "signature/bundle.h"
#include "signature/statement.h"
#include "verdict/report.h"

namespace weighmaster::verdict {

/// The envelope's signature under a key (DSSE 1.0.2; OMS section 8.2). The payload, where it is true. Nothing
/// is known of a bundle without envelope: check_file_signature (verdict/steps/file_signature.h).
struct SignatureCheck {
  Step step;
  std::optional<signature::SignedPayload> payload;
};
[[nodiscard]] SignatureCheck check_signature(const signature::Bundle& bundle, const crypto::PublicKey& key);

/// The hint proves nothing; where it names another key it explains a signature that isn't true.
[[nodiscard]] bool hint_names_another(const signature::Bundle& bundle, const crypto::PublicKey& key);

/// What the person asks about: a folder can only be a model.
enum class Target : std::uint8_t { folder, file };

/// What was signed, read only now that it is known to be signed (OMS sections 6.5 and 8.3; in-toto
/// attestation framework). One of the two where the step passed.
struct StatementCheck {
  Step step;
  std::optional<signature::Statement> statement;
  std::optional<signature::Attestation> attestation;
};
[[nodiscard]] StatementCheck check_statement(const signature::Bundle& bundle,
                                             const signature::SignedPayload& payload,
                                             Target target = Target::folder);

}  // namespace weighmaster::verdict
