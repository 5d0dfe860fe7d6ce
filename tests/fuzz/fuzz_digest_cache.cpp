#include "fuzz.h"
#include "model/digest_cache.h"

using namespace weighmaster;
using fuzz::must;

/// A cache that is read can be written and read again and holds as much; what is written is always the same.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto cache = model::DigestCache::parse({data, size});
  const auto text = cache.text();
  const auto again = model::DigestCache::parse(as_bytes(text));
  must(again.size() == cache.size(), "what was written can be read");
  must(again.text() == text, "it is written the same");
  return 0;
}
