#pragma once

#include <functional>
#include <span>

#include "base/result.h"
#include "base/task.h"
#include "crypto/digest.h"
#include "manifest/manifest.h"
#include "model/code_risk.h"
#include "model/tree.h"

namespace weighmaster::model {

/// A range of bytes of a file of the tree, within its size as listed.
struct Piece {
  std::size_t file = 0;  // place in Tree::files()
  manifest::ByteRange range;
};

/// What came of one piece. Errors: file.unreadable, folder.changing (size, time or identity of the file is
/// not as listed any more, before or after reading).
struct HashedPiece {
  std::size_t piece = 0;  // place in the span that was given
  base::Result<crypto::Digest> digest;
  /// Seen on the way, from the file's first bytes; only with the piece that holds them.
  CodeRisk risk = CodeRisk::none;
};

/// Hashes all pieces with all cores. `done` is called once for each piece that was finished, in any order,
/// one call at a time. Memory does not grow with sizes. Error: task.cancelled, within one block; pieces not
/// told of were not done.
[[nodiscard]] base::Result<void> hash_pieces(const Tree& tree, crypto::DigestAlgorithm algorithm,
                                             std::span<const Piece> pieces, const base::Task& task,
                                             const std::function<void(HashedPiece)>& done);

/// The pieces of all files of a tree as a serialization cuts them, in order. Error: model.too_many, where a
/// shard size makes more than limits::resources.
[[nodiscard]] base::Result<std::vector<Piece>> all_pieces(const Tree& tree,
                                                          const manifest::Serialization& serialization);

}  // namespace weighmaster::model
