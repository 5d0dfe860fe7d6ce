#pragma once

#include <vector>

#include "base/time.h"
#include "signature/bundle.h"
#include "trust/roots.h"
#include "verdict/report.h"
#include "verdict/steps/entry_binding.h"
#include "verdict/steps/signing_time.h"

namespace weighmaster::verdict {

/// What the public logs say of a bundle: one set of facts an entry, and four steps over all entries. A step
/// passes only where it holds for every entry that it applies to. The subject of each finding is the entry's
/// index in its log.
struct LogChecks {
  std::vector<LogFacts> facts;
  Step promise{StepId::log_promise, Outcome::not_checked, {}};
  Step inclusion{StepId::log_inclusion, Outcome::not_checked, {}};
  Step checkpoint{StepId::log_checkpoint, Outcome::not_checked, {}};
  Step entry{StepId::log_entry, Outcome::not_checked, {}};
  /// `stamped`, and the integrated times that a true promise covers, inside the window of the log that gave
  /// it.
  std::vector<ProvenTime> proven_times;
};

/// Checks every entry against the logs of the trusted root (Sigstore client specification, sections 4.2.2
/// and 4.4; rekor-v2-spec.md). A bundle 0.1 needs the promise and may have a proof; later ones need proof and
/// checkpoint and may have a promise. What is absent and not needed is not_applicable. `stamped`: the times
/// that timestamps prove. An entry without promise has no time of its own: the log's window has to hold every
/// proven time. `key`: what a bundle without certificate is checked with; null: not known. Where not all is
/// known that an entry has to agree with, that it does is left not_checked, for bind_log_entries.
[[nodiscard]] LogChecks check_log_entries(const signature::Bundle& bundle, const trust::TrustedRoot& root,
                                          std::vector<ProvenTime> stamped,
                                          const crypto::PublicKey* key = nullptr);

/// The rest of it, once the file that was signed is known: the step `log_entry` and the facts' `binding`.
void bind_log_entries(const Binding& binding, Report& report);

/// A signature by key needs no time, and has those that its log promises truly, once its entries are bound
/// and every one is about this very signature: a stranger's entry says nothing of when it was made. They go
/// into `signed_at` (the earliest counts) and the step `signing_time`.
void take_log_times(Report& report);

}  // namespace weighmaster::verdict
