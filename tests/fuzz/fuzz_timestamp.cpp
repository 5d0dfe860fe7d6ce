#include "crypto/timestamp.h"
#include "fuzz.h"

using namespace weighmaster;
using fuzz::must;

/// A timestamp that is read has a time and an accuracy that can be written, and is true of no other bytes,
/// whomever it brings along to vouch for it.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto timestamp = crypto::Timestamp::from_response({data, size});
  if (!timestamp) return 0;
  const auto& info = timestamp->info();
  const auto again = base::parse_rfc3339(base::to_rfc3339(info.time));
  must(again && *again == info.time, "the time written again is the same");
  must(!info.accuracy || info.accuracy->count() >= 0, "an accuracy is not negative");
  const auto check = timestamp->check({data, size}, timestamp->certificates());
  must(check.state != crypto::TimestampState::good, "it is not true of itself");
  return 0;
}
