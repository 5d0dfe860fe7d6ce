#include "ui/models/file_rows.h"

namespace weighmaster::ui {

FileRows::FileRows(AnswerPtr answer) : answer_(std::move(answer)) {
  if (!answer_) return;
  marks_ = answer_->files.marks;
  counts_ = answer_->files.counts;
  finished_.resize(size());
}

const verdict::FileRow& FileRows::at(std::size_t place) const {
  const auto& finished = finished_.at(place);
  return finished ? *finished : answer_->report.files[place];
}

std::size_t FileRows::nameRank(std::size_t place) const {
  const auto& ranks = answer_->files.nameRanks;
  return ranks.empty() ? place : ranks.at(place);
}

const std::vector<LeftoverGroup>& FileRows::groups() const {
  static const std::vector<LeftoverGroup> none;
  return answer_ ? answer_->files.groups : none;
}

bool FileRows::update(const RowUpdate& update) {
  if (update.place >= size()) return false;
  const bool moved = at(update.place).shards.size() != update.row->shards.size();
  auto& marks = marks_[update.place];
  count(counts_, marks, -1);
  marks = update.marks;
  count(counts_, marks, 1);
  finished_[update.place] = update.row;
  return moved;
}

bool FileRows::sameFilesAs(const Answer& answer) const {
  return answer_ && answer.sameFilesAs.lock() == answer_;
}

}  // namespace weighmaster::ui
