#include <map>

#include "fuzz.h"
#include "manifest/plan.h"

using namespace weighmaster;
using fuzz::must;

namespace {

/// Each piece, and each file without pieces, is in one part.
void check_parts(const manifest::Plan& plan) {
  std::map<std::pair<std::size_t, manifest::ByteRange>, std::size_t> found;
  for (std::uint64_t number = 1; number <= plan.parts(); ++number) {
    for (const auto& share : plan.shares(number)) {
      const auto pieces = manifest::pieces(plan.serialization(), share);
      for (const auto& piece : pieces) ++found[{share.file, piece}];
      if (pieces.empty()) ++found[{share.file, share.range}];
    }
  }
  std::size_t wanted = 0;
  for (std::size_t i = 0; i < plan.files().size(); ++i) {
    auto pieces = manifest::pieces(plan.serialization(), plan.files()[i].size);
    if (pieces.empty()) pieces.push_back({0, 0});
    wanted += pieces.size();
    for (const auto& piece : pieces) must(found[{i, piece}] == 1, "each piece is in one part");
  }
  must(found.size() == wanted, "nothing else is in a part");
}

}  // namespace

/// A plan that is read can be written and read again and is the same; its parts are the whole.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto plan = manifest::parse_plan({data, size}, "fuzz");
  if (!plan) return 0;
  const auto text = manifest::plan_text(*plan);
  const auto again = manifest::parse_plan(as_bytes(text), "fuzz");
  must(again.has_value(), "what was written can be read");
  must(*again == *plan, "it is the same");
  must(manifest::plan_text(*again) == text, "it is written the same");
  std::uint64_t pieces = 0;
  for (const auto& file : plan->files())
    pieces += manifest::piece_count(plan->serialization(), file.size) + 1;
  if (pieces * plan->parts() <= 10'000) check_parts(*plan);
  return 0;
}
