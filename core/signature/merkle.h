#pragma once

#include <cstdint>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/digest.h"

namespace weighmaster::signature {

/// SHA-256(00 ‖ body) (RFC 6962 section 2.1).
[[nodiscard]] crypto::Digest leaf_hash(BytesView body);

/// One step of an inclusion proof: which hash was joined on which side, and what came out.
struct MerkleStep {
  bool sibling_is_left = false;
  crypto::Digest sibling;
  crypto::Digest result;
};

/// Walks from a leaf to the root (RFC 9162 section 2.1.3.2). The last result is the root; without steps the
/// leaf is the root. Error: log.proof_false where the number of hashes is not what index and size ask for, or
/// the index is outside the tree.
[[nodiscard]] base::Result<std::vector<MerkleStep>> walk_inclusion_proof(const crypto::Digest& leaf,
                                                                         std::int64_t index,
                                                                         std::int64_t tree_size,
                                                                         const std::vector<Bytes>& hashes);

}  // namespace weighmaster::signature
