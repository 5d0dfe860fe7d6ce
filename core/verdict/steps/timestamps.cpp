#include "verdict/steps/timestamps.h"

#include <algorithm>

#include "crypto/timestamp.h"

namespace weighmaster::verdict {
namespace {

using base::Code;
using base::Finding;
using crypto::Timestamp;
using crypto::TimestampState;
using trust::Authority;

using Parsed = std::vector<base::Result<Timestamp>>;

Parsed parse(const signature::Bundle& bundle) {
  Parsed parsed;
  for (const auto& der : bundle.timestamps()) parsed.push_back(Timestamp::from_response(der));
  return parsed;
}

TimestampFacts facts_of(const base::Result<Timestamp>& timestamp) {
  TimestampFacts facts;
  if (!timestamp) return facts;
  facts.info = timestamp->info();
  if (!timestamp->certificates().empty()) facts.certificate = timestamp->certificates().front().subject();
  return facts;
}

/// The best that any authority makes of a timestamp.
struct Judgement {
  crypto::TimestampCheck check;
  const Authority* authority = nullptr;
  bool outside_window = false;
};

Judgement judge(const Timestamp& timestamp, BytesView message, const std::vector<Authority>& authorities) {
  Judgement best;
  for (const auto& authority : authorities) {
    auto check = timestamp.check(message, authority.chain);
    const bool outside = !authority.valid_for.contains(timestamp.info().time);
    const bool good = check.state == TimestampState::good;
    if (check.state > best.check.state || check.state == TimestampState::other_authority) continue;
    const bool better = check.state < best.check.state || (best.outside_window && !outside);
    if (better) best = {std::move(check), &authority, outside};
    if (good && !outside) break;
  }
  return best;
}

/// What a judgement means; none where the timestamp is true.
std::optional<Finding> finding_of(const Judgement& judgement, const Timestamp& timestamp,
                                  const std::string& subject) {
  const auto& detail = judgement.check.detail;
  switch (judgement.check.state) {
    case TimestampState::good:
      if (!judgement.outside_window) return std::nullopt;
      return Finding{Code::timestamp_window, subject, base::to_rfc3339(timestamp.info().time)};
    case TimestampState::unsupported:
      return Finding{Code::timestamp_unsupported, subject, detail};
    case TimestampState::other_message:
      return Finding{Code::timestamp_imprint, subject, detail};
    case TimestampState::certificate_refused:
      return Finding{Code::timestamp_certificate, subject, detail};
    case TimestampState::false_signature:
      return Finding{Code::timestamp_false, subject, detail};
    case TimestampState::other_authority:
      break;
  }
  return Finding{Code::timestamp_authority_unknown, subject, detail};
}

/// The same statement a second time, in another wrapping, is not a second witness.
bool came_before(const Parsed& parsed, std::size_t place) {
  return std::any_of(parsed.begin(), parsed.begin() + static_cast<std::ptrdiff_t>(place),
                     [&](const auto& other) { return other && other->says_the_same_as(*parsed[place]); });
}

class TimestampsCheck {
 public:
  TimestampsCheck(const signature::Bundle& bundle, const std::vector<Authority>& authorities)
      : message_(bundle.signature()), authorities_(authorities), parsed_(parse(bundle)) {}

  TimestampChecks run() {
    for (std::size_t place = 0; place < parsed_.size(); ++place) check(place);
    checks_.step.outcome = outcome();
    return std::move(checks_);
  }

 private:
  void check(std::size_t place) {
    const auto& timestamp = parsed_[place];
    const auto subject = std::to_string(place + 1);
    checks_.facts.push_back(facts_of(timestamp));
    if (!timestamp) return add({timestamp.error().code, subject, timestamp.error().detail});
    if (came_before(parsed_, place)) return add({Code::bundle_duplicate, subject, "a timestamp"});
    const auto judgement = judge(*timestamp, message_, authorities_);
    auto& facts = checks_.facts.back();
    if (judgement.authority != nullptr) facts.authority = judgement.authority->uri;
    if (!judgement.check.path.empty()) facts.certificate = judgement.check.path.front().subject();
    if (auto finding = finding_of(judgement, *timestamp, subject)) return add(std::move(*finding));
    facts.outcome = Outcome::passed;
    checks_.proven_times.push_back({timestamp->info().time, judgement.authority->operated_by});
  }

  /// What can't be judged here is not checked, whatever else is true.
  void add(Finding finding) {
    const bool weighs = base::effect(finding.code) != base::Effect::none;
    checks_.facts.back().outcome = weighs ? outcome_of({finding}) : Outcome::not_checked;
    checks_.step.findings.push_back(std::move(finding));
  }

  [[nodiscard]] Outcome outcome() const {
    if (parsed_.empty()) return Outcome::not_applicable;
    const auto by_findings = outcome_of(checks_.step.findings);
    const bool any_true = !checks_.proven_times.empty();
    return by_findings == Outcome::passed && !any_true ? Outcome::not_checked : by_findings;
  }

  const Bytes& message_;
  const std::vector<Authority>& authorities_;
  Parsed parsed_;
  TimestampChecks checks_;
};

}  // namespace

std::vector<TimestampFacts> timestamp_facts(const signature::Bundle& bundle) {
  std::vector<TimestampFacts> facts;
  for (const auto& timestamp : parse(bundle)) facts.push_back(facts_of(timestamp));
  return facts;
}

TimestampChecks check_timestamps(const signature::Bundle& bundle, const std::vector<Authority>& authorities) {
  return TimestampsCheck(bundle, authorities).run();
}

TimestampChecks leave_timestamps(const signature::Bundle& bundle) {
  TimestampChecks checks;
  if (bundle.timestamps().empty()) return checks;
  checks.facts = timestamp_facts(bundle);
  checks.step.outcome = Outcome::not_checked;
  checks.step.findings.push_back({Code::timestamp_not_checked, {}, {}});
  return checks;
}

}  // namespace weighmaster::verdict
