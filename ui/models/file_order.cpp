#include "ui/models/file_order.h"

#include <algorithm>

#include "ui/models/file_cells.h"

namespace weighmaster::ui {
namespace {

struct Keyed {
  std::uint64_t key;
  std::size_t place;
};

/// Absent digests come first.
BytesView bytesOf(const std::optional<crypto::Digest>& digest) {
  return digest ? digest->bytes() : BytesView();
}

std::uint64_t firstBytes(BytesView bytes) {
  std::uint64_t key = 0;
  for (std::size_t i = 0; i < sizeof key; ++i) key = key << 8U | (i < bytes.size() ? bytes[i] : 0U);
  return key;
}

std::uint64_t keyOf(const FileRows& rows, std::size_t place, int column) {
  if (column == FilesModel::nameColumn) return rows.nameRank(place);
  const auto& row = rows.at(place);
  switch (column) {
    case FilesModel::sizeColumn:
      return row.size ? *row.size + 1 : 0;
    case FilesModel::expectedColumn:
      return firstBytes(bytesOf(row.expected));
    case FilesModel::foundColumn:
      return firstBytes(bytesOf(row.found));
    default:
      return static_cast<std::uint64_t>(urgency(row.state));
  }
}

/// Whether a digest stands before one that begins alike.
bool isBefore(const FileRows& rows, std::size_t a, std::size_t b, int column) {
  const auto digest = [&](std::size_t place) {
    const auto& row = rows.at(place);
    return bytesOf(column == FilesModel::expectedColumn ? row.expected : row.found);
  };
  const auto x = digest(a);
  const auto y = digest(b);
  return std::lexicographical_compare(x.begin(), x.end(), y.begin(), y.end());
}

}  // namespace

std::vector<std::size_t> inOrder(const FileRows& rows, const std::vector<std::size_t>& places, int column,
                                 Qt::SortOrder order) {
  std::vector<Keyed> keyed;
  keyed.reserve(places.size());
  for (const auto place : places) keyed.push_back({keyOf(rows, place, column), place});
  const bool up = order == Qt::AscendingOrder;
  const bool digests = column == FilesModel::expectedColumn || column == FilesModel::foundColumn;
  std::sort(keyed.begin(), keyed.end(), [&](const Keyed& a, const Keyed& b) {
    if (a.key != b.key) return (a.key < b.key) == up;
    if (digests && isBefore(rows, a.place, b.place, column)) return up;
    if (digests && isBefore(rows, b.place, a.place, column)) return !up;
    return a.place < b.place;
  });
  std::vector<std::size_t> ordered;
  ordered.reserve(keyed.size());
  for (const auto& each : keyed) ordered.push_back(each.place);
  return ordered;
}

}  // namespace weighmaster::ui
