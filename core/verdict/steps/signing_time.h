#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/time.h"
#include "verdict/report.h"

namespace weighmaster::verdict {

/// A time at which the signature existed, and who vouches for it: a log by a true promise, or a timestamp
/// authority.
struct ProvenTime {
  base::TimePoint at{};
  std::string operated_by;
};

/// Each once.
[[nodiscard]] std::vector<base::TimePoint> times_of(const std::vector<ProvenTime>& proven);

/// Whether as many times are proven as the policy asks for; those of one operator count as one. Codes:
/// time.unproven, time.too_few.
[[nodiscard]] Step check_signing_time(const std::vector<ProvenTime>& proven, std::size_t wanted);

}  // namespace weighmaster::verdict
