#include "base/time.h"
#include "fuzz.h"

using namespace weighmaster;
using fuzz::must;

/// A time that is read can be written, and is then the same time.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto time = base::parse_rfc3339(as_text({data, size}));
  if (!time) return 0;
  const auto again = base::parse_rfc3339(base::to_rfc3339(*time));
  must(again.has_value(), "what was written can be read");
  must(*again == *time, "it is the same time");
  return 0;
}
