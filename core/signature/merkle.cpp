#include "signature/merkle.h"

#include <array>

namespace weighmaster::signature {
namespace {

using base::Code;
using base::fail;
using base::Result;
using crypto::Digest;

// Different first bytes keep a leaf from passing for an inner node (RFC 6962 section 2.1).
constexpr std::array<std::uint8_t, 1> leaf_prefix{0x00};
constexpr std::array<std::uint8_t, 1> node_prefix{0x01};

Digest node_hash(const Digest& left, const Digest& right) {
  crypto::Hasher hasher(crypto::DigestAlgorithm::sha256);
  hasher.update(node_prefix);
  hasher.update(left.bytes());
  hasher.update(right.bytes());
  return hasher.finish();
}

/// Where a walk stands: the node's place in its level, and the place of the level's last node. Both are
/// counted without sign, so that shifting is plain.
struct Place {
  std::uint64_t node;
  std::uint64_t last;

  [[nodiscard]] bool is_right_child() const { return (node & 1U) != 0; }
  [[nodiscard]] bool is_last() const { return node == last; }
  [[nodiscard]] bool is_root() const { return last == 0; }

  void up() {
    node >>= 1U;
    last >>= 1U;
  }
};

/// Joins the node with its sibling and moves the place up to their parent. A last node without a neighbour on
/// its right rises unchanged until it is a right child (RFC 9162 section 2.1.3.2, step 4).
MerkleStep join(const Digest& node, const Digest& sibling, Place& place) {
  const bool sibling_is_left = place.is_right_child() || place.is_last();
  if (sibling_is_left) {
    while (!place.is_right_child() && place.node != 0) place.up();
  }
  place.up();
  return {sibling_is_left, sibling, sibling_is_left ? node_hash(sibling, node) : node_hash(node, sibling)};
}

}  // namespace

Digest leaf_hash(BytesView body) {
  crypto::Hasher hasher(crypto::DigestAlgorithm::sha256);
  hasher.update(leaf_prefix);
  hasher.update(body);
  return hasher.finish();
}

Result<std::vector<MerkleStep>> walk_inclusion_proof(const Digest& leaf, std::int64_t index,
                                                     std::int64_t tree_size,
                                                     const std::vector<Bytes>& hashes) {
  if (index < 0 || index >= tree_size)
    return fail(Code::log_proof_false, {}, "the index is outside the tree");

  Place place{static_cast<std::uint64_t>(index), static_cast<std::uint64_t>(tree_size) - 1};
  std::vector<MerkleStep> steps;
  Digest node = leaf;
  for (const auto& hash : hashes) {
    if (place.is_root()) return fail(Code::log_proof_false, {}, "the proof has too many hashes");
    const auto sibling = Digest::from_bytes(crypto::DigestAlgorithm::sha256, hash);
    if (!sibling) return fail(Code::log_proof_false, {}, "a hash of the proof has not 32 bytes");
    steps.push_back(join(node, *sibling, place));
    node = steps.back().result;
  }
  if (!place.is_root()) return fail(Code::log_proof_false, {}, "the proof has too few hashes");
  return steps;
}

}  // namespace weighmaster::signature
