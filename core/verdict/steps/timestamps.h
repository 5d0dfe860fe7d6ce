#pragma once

#include <vector>

#include "signature/bundle.h"
#include "trust/roots.h"
#include "verdict/report.h"
#include "verdict/steps/signing_time.h"

namespace weighmaster::verdict {

/// What timestamp authorities say of a bundle's signature. The subject of a finding is the timestamp's place
/// in the file, from 1.
struct TimestampChecks {
  Step step{StepId::timestamps, Outcome::not_applicable, {}};
  std::vector<TimestampFacts> facts;
  /// Of the true ones, inside the window of their authority.
  std::vector<ProvenTime> proven_times;
};

/// What the timestamps of a bundle claim, unjudged.
[[nodiscard]] std::vector<TimestampFacts> timestamp_facts(const signature::Bundle& bundle);

/// Checks every timestamp over the raw signature against the authorities (Sigstore client specification;
/// RFC 3161). Passes where at least one is true and none is false. One of an authority that is not listed, or
/// of an algorithm that can't be checked here, says nothing. Codes: timestamp.*, bundle.duplicate.
[[nodiscard]] TimestampChecks check_timestamps(const signature::Bundle& bundle,
                                               const std::vector<trust::Authority>& authorities);

/// The same where no authority was named: what is there is shown, and said not to be checked
/// (timestamp.not_checked).
[[nodiscard]] TimestampChecks leave_timestamps(const signature::Bundle& bundle);

}  // namespace weighmaster::verdict
