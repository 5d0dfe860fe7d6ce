#include "base/limits.h"
#include "fuzz.h"
#include "trust/signing_config.h"

using namespace weighmaster;
using fuzz::must;

/// What is picked at whatever time is valid then, has at least one log of a known version, and no operator
/// twice.
void picked_well(const trust::SigningConfig& config, base::TimePoint now) {
  const auto picked = config.pick(now);
  if (!picked) return;
  must(!picked->logs.empty(), "there is a log");
  must(picked->certificate_authority.valid_for.contains(now), "the authority is in use");
  must(picked->login.valid_for.contains(now), "the login is in use");
  must(!picked->rekor_2() || !picked->timestamp_authorities.empty(), "somebody says the time");
  for (const auto& log : picked->logs) {
    must(log.valid_for.contains(now), "the log is in use");
    must(log.major_api_version == picked->logs.front().major_api_version, "one version overall");
    must(log.major_api_version == 1 || log.major_api_version == 2, "a version that is spoken");
    int of_the_operator = 0;
    for (const auto& other : picked->logs) of_the_operator += other.operated_by == log.operated_by ? 1 : 0;
    must(of_the_operator == 1, "one log an operator");
  }
}

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto config = trust::SigningConfig::parse({data, size});
  if (!config) return 0;
  must(config->logs().size() <= base::limits::trusted_logs, "services are capped");
  for (const auto* time : {"2020-01-01T00:00:00Z", "2026-11-21T12:00:00Z"})
    picked_well(*config, base::parse_rfc3339(time).value());
  return 0;
}
