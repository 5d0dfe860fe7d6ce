#include "manifest/difference.h"

#include <algorithm>

#include "manifest/sorted.h"

namespace weighmaster::manifest {
namespace {

/// Resources by path and range; a side of the comparison.
class Side {
 public:
  explicit Side(const std::vector<Resource>& resources) : sorted_(sorted_by_path_and_range(resources)) {}

  [[nodiscard]] bool done() const { return at_ == sorted_.size(); }
  [[nodiscard]] const std::string& path() const { return sorted_[at_]->path; }
  [[nodiscard]] bool stands_at(const std::string& path) const { return !done() && this->path() == path; }
  [[nodiscard]] const Resource& take() { return *sorted_[at_++]; }
  [[nodiscard]] const std::optional<ByteRange>& range() const { return sorted_[at_]->range; }

 private:
  std::vector<const Resource*> sorted_;
  std::size_t at_ = 0;
};

/// Which of the two sides the next piece of a path comes from.
struct Turn {
  bool expected;
  bool found;
};

Turn turn(const Side& expected, const Side& found, const std::string& path) {
  if (!expected.stands_at(path)) return {false, true};
  if (!found.stands_at(path)) return {true, false};
  return {expected.range() <= found.range(), found.range() <= expected.range()};
}

/// Takes one piece of the path from the side or sides that have it next. Returns whether both have it, and
/// equal.
bool take_piece(Side& expected, Side& found, FileDifference& file) {
  const Turn next = turn(expected, found, file.path);
  const Resource* const signed_piece = next.expected ? &expected.take() : nullptr;
  const Resource* const found_piece = next.found ? &found.take() : nullptr;
  const auto& range = signed_piece != nullptr ? signed_piece->range : found_piece->range;
  ShardDifference piece;
  if (signed_piece != nullptr) piece.expected = signed_piece->digest;
  if (found_piece != nullptr) piece.found = found_piece->digest;
  const bool equal = piece.expected.has_value() && piece.expected == piece.found;
  if (range) {
    piece.range = *range;
    file.shards.push_back(std::move(piece));
  } else {
    file.expected = piece.expected;
    file.found = piece.found;
  }
  return equal;
}

FileDifference take_file(Side& expected, Side& found) {
  const bool ours_first = found.done() || (!expected.done() && expected.path() <= found.path());
  FileDifference file;
  file.path = ours_first ? expected.path() : found.path();
  const bool is_signed = expected.stands_at(file.path);
  const bool is_here = found.stands_at(file.path);
  bool equal = true;
  while (expected.stands_at(file.path) || found.stands_at(file.path)) {
    if (!take_piece(expected, found, file)) equal = false;
  }
  if (is_signed && is_here) {
    file.agreement = equal ? Agreement::matches : Agreement::changed;
  } else {
    file.agreement = is_signed ? Agreement::missing : Agreement::unsigned_;
  }
  return file;
}

}  // namespace

std::vector<FileDifference> difference(const std::vector<Resource>& expected,
                                       const std::vector<Resource>& found) {
  Side ours(expected);
  Side theirs(found);
  std::vector<FileDifference> files;
  files.reserve(std::max(expected.size(), found.size()));
  while (!ours.done() || !theirs.done()) files.push_back(take_file(ours, theirs));
  return files;
}

}  // namespace weighmaster::manifest
