#include "ui/models/file_rows.h"

#include <algorithm>

namespace weighmaster::ui {

FileRows::FileRows(ReportPtr report) : report_(std::move(report)), finished_(size()) {
  for (std::size_t place = 0; place < size(); ++place) {
    const auto& row = report_->files[place];
    count(row, 1);
    if (!isLeftover(row)) continue;
    auto group = std::find_if(groups_.begin(), groups_.end(),
                              [&](const Group& known) { return known.tool == row.leftover_of; });
    if (group == groups_.end()) group = groups_.insert(groups_.end(), Group{row.leftover_of, {}});
    group->places.push_back(place);
  }
}

bool FileRows::isLeftover(const verdict::FileRow& row) {
  if (row.leftover_of.empty()) return false;
  const bool isSigned =
      row.expected.has_value() || std::any_of(row.shards.begin(), row.shards.end(),
                                              [](const auto& shard) { return shard.expected.has_value(); });
  return !isSigned;
}

const verdict::FileRow& FileRows::at(std::size_t place) const {
  const auto& finished = finished_.at(place);
  return finished ? *finished : report_->files[place];
}

void FileRows::count(const verdict::FileRow& row, int by) {
  for (const auto kind : FilesFilter::kinds) {
    if (FilesFilter::isOf(kind, row)) counts_[static_cast<std::size_t>(kind)] += static_cast<std::size_t>(by);
  }
}

bool FileRows::update(const RowUpdate& update) {
  if (update.place >= size()) return false;
  const bool moved = at(update.place).shards.size() != update.row->shards.size();
  count(at(update.place), -1);
  count(*update.row, 1);
  finished_[update.place] = update.row;
  return moved;
}

bool FileRows::sameNames(const FileRows& other) const {
  if (size() != other.size() || groups_.size() != other.groups_.size()) return false;
  for (std::size_t place = 0; place < size(); ++place) {
    const auto& mine = report_->files[place];
    const auto& theirs = other.report_->files[place];
    if (mine.name != theirs.name || mine.shards.size() != other.at(place).shards.size()) return false;
  }
  return std::equal(groups_.begin(), groups_.end(), other.groups_.begin(),
                    [](const Group& a, const Group& b) { return a.tool == b.tool && a.places == b.places; });
}

}  // namespace weighmaster::ui
