#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "crypto/digest.h"
#include "crypto/public_key.h"
#include "signature/bundle.h"
#include "signature/log_entry.h"

namespace weighmaster::verdict {

/// What an entry has to speak of.
struct Binding {
  const signature::Bundle& bundle;
  /// That the signature is checked with, where the bundle holds no certificate; null: not known.
  const crypto::PublicKey* key = nullptr;
  /// Of the file that was signed; nothing where it was not read, or an envelope was signed.
  std::optional<crypto::Digest> file = {};

  /// Whether all is known that an entry has to agree with.
  [[nodiscard]] bool is_known() const;
};

/// Whether a log entry speaks of this very bundle: its kind is the one the bundle says, and its body holds
/// the signature, the digest of what was signed and the certificate or key, and nothing beside them (Sigstore
/// client specification, section 4.4). No finding means that it does. Codes: log.kind_differs,
/// log.entry_differs, log.entry_unsupported, and those of signature::parse_entry_body. A DSSE entry's
/// `envelopeHash` is over a text that bundles don't keep, so it can't be compared.
[[nodiscard]] std::vector<base::Finding> entry_differences(const signature::LogEntry& entry,
                                                           const Binding& binding,
                                                           const std::string& subject);

}  // namespace weighmaster::verdict
