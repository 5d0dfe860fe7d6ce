#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "signature/bundle.h"
#include "signature/log_entry.h"

namespace weighmaster::verdict {

/// Whether a log entry speaks of this very bundle: its kind is the one the bundle says, and its body holds
/// the envelope's signature, payload digest and certificate, and nothing beside them (Sigstore client
/// specification, section 4.4). No finding means that it does. Codes: log.kind_differs,
/// log.entry_differs, log.entry_unsupported, and those of signature::parse_entry_body. A DSSE entry's
/// `envelopeHash` is over a text that bundles don't keep, so it can't be compared.
[[nodiscard]] std::vector<base::Finding> entry_differences(const signature::LogEntry& entry,
                                                           const signature::Bundle& bundle,
                                                           const std::string& subject);

}  // namespace weighmaster::verdict
