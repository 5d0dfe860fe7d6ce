#include "verdict/steps/signing_time.h"

#include <algorithm>
#include <set>

namespace weighmaster::verdict {

using base::Code;

std::vector<base::TimePoint> times_of(const std::vector<ProvenTime>& proven) {
  std::vector<base::TimePoint> times;
  for (const auto& each : proven) {
    if (std::find(times.begin(), times.end(), each.at) == times.end()) times.push_back(each.at);
  }
  return times;
}

Step check_signing_time(const std::vector<ProvenTime>& proven, std::size_t wanted) {
  std::set<std::string> operators;
  for (const auto& each : proven) operators.insert(each.operated_by);
  Step step{StepId::signing_time, Outcome::passed, {}};
  if (proven.empty()) {
    step.findings.push_back({Code::time_unproven, {}, {}});
  } else if (operators.size() < wanted) {
    const auto counts = std::to_string(operators.size()) + " of " + std::to_string(wanted);
    step.findings.push_back({Code::time_too_few, {}, counts});
  }
  step.outcome = outcome_of(step.findings);
  return step;
}

}  // namespace weighmaster::verdict
