#include <nlohmann/json.hpp>

#include "base/json.h"
#include "base/limits.h"
#include "fuzz.h"

using namespace weighmaster;

namespace {

std::size_t depth(const base::Json& value) {
  if (!value.is_structured()) return 0;
  std::size_t deepest = 0;
  for (const auto& element : value) deepest = std::max(deepest, depth(element));
  return deepest + 1;
}

}  // namespace

/// What is read can be written and read again, and is the same; nothing is deeper than allowed.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto json = base::parse_json({data, size}, "fuzz");
  if (!json) return 0;
  fuzz::must(depth(*json) <= base::limits::json_depth, "the depth is bounded");
  const auto again = base::parse_json(as_bytes(json->dump()), "fuzz");
  fuzz::must(again.has_value(), "what was written can be read");
  fuzz::must(*again == *json, "what was read again is the same");
  return 0;
}
