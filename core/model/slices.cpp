#include "model/slices.h"

#include <algorithm>
#include <utility>

namespace weighmaster::model {

using crypto::ChainingValue;

namespace {

bool is_long(const Piece& piece) {
  return piece.range.size() > Slices::slice_bytes;
}

}  // namespace

Slices::Slices(std::span<const Piece> pieces, crypto::DigestAlgorithm algorithm) : pieces_(pieces) {
  if (algorithm != crypto::DigestAlgorithm::blake3 || !crypto::blake3_has_parts()) return;
  if (std::none_of(pieces.begin(), pieces.end(), is_long)) return;
  for (std::size_t piece = 0; piece < pieces.size(); ++piece) cut(piece);
}

void Slices::cut(std::size_t piece) {
  const auto range = pieces_[piece].range;
  if (!is_long(pieces_[piece])) {
    cuts_.push_back({piece, range});
    return;
  }
  std::size_t part = 0;
  for (auto at = range.start; at < range.end; at += slice_bytes) {
    cuts_.push_back({piece, {at, std::min(range.end, at + slice_bytes)}, joints_.size(), part++});
  }
  joints_.push_back({std::vector<ChainingValue>(part), part, {}, CodeRisk::none});
}

Slices::Slice Slices::operator[](std::size_t place) const {
  if (cuts_.empty()) return {place, pieces_[place].range};
  const auto& cut = cuts_[place];
  return {cut.piece, cut.range, cut.joint == whole};
}

std::optional<base::Error> Slices::lost(std::size_t place) {
  if (cuts_.empty() || cuts_[place].joint == whole) return std::nullopt;
  const std::lock_guard lock(mutex_);
  return joints_[cuts_[place].joint].error;
}

std::optional<HashedPiece> Slices::join(std::size_t place, base::Result<ChainingValue> value, CodeRisk risk) {
  const auto& cut = cuts_[place];
  const std::lock_guard lock(mutex_);
  auto& joint = joints_[cut.joint];
  if (value) {
    joint.parts[cut.part] = *value;
  } else if (!joint.error) {
    joint.error = std::move(value.error());
  }
  if (cut.part == 0) joint.risk = risk;
  if (--joint.missing > 0) return std::nullopt;
  if (joint.error) return HashedPiece{cut.piece, base::fail(*joint.error), joint.risk};
  return HashedPiece{cut.piece, crypto::blake3_of_parts(joint.parts), joint.risk};
}

}  // namespace weighmaster::model
