#include "fuzz.h"
#include "signature/merkle.h"

using namespace weighmaster;
using fuzz::must;

namespace {

std::int64_t number(const std::uint8_t* data) {
  std::uint64_t value = 0;
  for (int i = 0; i < 8; ++i) value = value << 8U | data[i];
  return static_cast<std::int64_t>(value);
}

}  // namespace

/// Index and size, 8 bytes each, then hashes of 32: each hash is one step, and there are never more than a
/// tree has levels.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 16) return 0;
  const auto index = number(data);
  const auto tree_size = number(data + 8);
  std::vector<Bytes> hashes;
  for (std::size_t at = 16; at < size; at += 32)
    hashes.emplace_back(data + at, data + std::min(size, at + 32));
  const auto leaf = signature::leaf_hash({data, size});
  const auto steps = signature::walk_inclusion_proof(leaf, index, tree_size, hashes);
  if (!steps) return 0;
  must(index >= 0 && index < tree_size, "the index is in the tree");
  must(steps->size() == hashes.size(), "each hash is one step");
  must(steps->size() <= 63, "steps are bounded by the tree's height");
  must(tree_size > 1 || steps->empty(), "a tree of one leaf is its own root");
  return 0;
}
