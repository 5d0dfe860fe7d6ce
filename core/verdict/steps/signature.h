#pragma once

#include <optional>

#include "crypto/public_key.h"
#include "signature/bundle.h"
#include "signature/statement.h"
#include "verdict/report.h"

namespace weighmaster::verdict {

/// The envelope's signature under a key (DSSE 1.0.2; OMS section 8.2). The payload, where it is true.
struct SignatureCheck {
  Step step;
  std::optional<signature::SignedPayload> payload;
};
[[nodiscard]] SignatureCheck check_signature(const signature::Bundle& bundle, const crypto::PublicKey& key);

/// What was signed, read only now that it is known to be signed (OMS sections 6.5 and 8.3).
struct StatementCheck {
  Step step;
  std::optional<signature::Statement> statement;
};
[[nodiscard]] StatementCheck check_statement(const signature::Envelope& envelope,
                                             const signature::SignedPayload& payload);

}  // namespace weighmaster::verdict
