#pragma once

#include <vector>

#include "crypto/public_key.h"
#include "signature/bundle.h"
#include "verdict/report.h"
#include "verdict/steps/artifact.h"

namespace weighmaster::verdict {

/// A signature over a file itself, when all is checked that can be without the file.
struct FileSignature {
  signature::Bundle bundle;
  /// Under one of which it has to be true: the certificate's, or those that the person gave.
  std::vector<crypto::PublicKey> keys;
  /// Whether its log entries were looked at, and are still to be compared with the file.
  bool checks_log = false;
};

/// Reads the file and settles the steps `signature`, `log_entry` and `files`, and `signer` where a key was
/// given. The signature has to be true over the file: what the signature file or a log entry says of a digest
/// only explains why it is not (artifact.differs, where it is true over another file that they name). Codes:
/// signature.false, artifact.*, key.hint_differs, and those of Artifact.
void check_file_signature(const FileSignature& open, Artifact& artifact, Report& report);

}  // namespace weighmaster::verdict
