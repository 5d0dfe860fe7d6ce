#pragma once

#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/task.h"
#include "signature/envelope.h"
#include "signature/log_entry.h"
#include "signing/signer.h"

namespace weighmaster::signing {

/// What others have said of a signature: what the bundle carries beside it.
struct Evidence {
  std::vector<signature::LogEntry> log_entries;
  /// RFC 3161 TimeStampResp in DER, each.
  std::vector<Bytes> timestamps;
  /// A log has an entry about this very signature and does not hand it out, as where its answer was lost:
  /// only another signature can be witnessed. Comes with the error of the witness.
  bool entry_withheld = false;
};

/// Somebody who vouches for when a signature was made, or makes it public: a timestamp authority, a log.
/// Asked once for each signature, in the order in which the witnesses are given.
class Witness {
 public:
  Witness() = default;
  virtual ~Witness() = default;
  Witness(const Witness&) = delete;
  Witness& operator=(const Witness&) = delete;
  Witness(Witness&&) = delete;
  Witness& operator=(Witness&&) = delete;

  /// Adds what it says to `evidence`, which holds what those before it said. What it adds is checked to be
  /// about this very signature.
  [[nodiscard]] virtual base::Result<void> attest(const signature::Envelope& envelope,
                                                  const Material& material, Evidence& evidence,
                                                  const base::Task& task) = 0;
};

}  // namespace weighmaster::signing
