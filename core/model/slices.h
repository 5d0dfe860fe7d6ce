#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

#include "crypto/blake3_part.h"
#include "model/hashing.h"

namespace weighmaster::model {

/// What threads take up: mostly a piece as it is. A long piece is cut into slices where its algorithm allows
/// for that (BLAKE3), so that all cores work on one file; when the last of them is finished, they are joined.
class Slices {
 public:
  /// Long enough that to open the file again costs nothing, short enough that no core is left alone with one.
  static constexpr std::uint64_t slice_bytes = std::uint64_t{4} << 20U;

  struct Slice {
    std::size_t piece = 0;  // place in the span of pieces
    manifest::ByteRange range;
    bool is_whole = true;
  };

  Slices(std::span<const Piece> pieces, crypto::DigestAlgorithm algorithm);

  [[nodiscard]] std::size_t count() const { return cuts_.empty() ? pieces_.size() : cuts_.size(); }
  [[nodiscard]] Slice operator[](std::size_t place) const;
  [[nodiscard]] std::span<const Piece> pieces() const { return pieces_; }

  /// Why the slice need not be read: another one of its piece could not be. For any thread.
  [[nodiscard]] std::optional<base::Error> lost(std::size_t place);
  /// What came of a slice that is no whole piece. Gives the piece with the last of its slices. For any
  /// thread.
  [[nodiscard]] std::optional<HashedPiece> join(std::size_t place, base::Result<crypto::ChainingValue> value,
                                                CodeRisk risk);

 private:
  static constexpr std::size_t whole = static_cast<std::size_t>(-1);
  struct Cut {
    std::size_t piece = 0;
    manifest::ByteRange range;
    std::size_t joint = whole;  // place in joints_
    std::size_t part = 0;
  };
  /// A piece in slices.
  struct Joint {
    std::vector<crypto::ChainingValue> parts;
    std::size_t missing = 0;
    std::optional<base::Error> error;
    CodeRisk risk = CodeRisk::none;
  };

  void cut(std::size_t piece);

  std::span<const Piece> pieces_;
  std::vector<Cut> cuts_;  // none where all pieces stay whole
  std::mutex mutex_;       // of the joints
  std::vector<Joint> joints_;
};

}  // namespace weighmaster::model
