#pragma once

#include <memory>
#include <vector>

#include "ui/jobs/verify_job.h"

namespace weighmaster::ui {

/// The rows of an answer with those on top that were finished since: nothing of the report is copied.
class FileRows {
 public:
  FileRows() = default;
  explicit FileRows(AnswerPtr answer);

  [[nodiscard]] std::size_t size() const { return marks_.size(); }
  [[nodiscard]] const verdict::FileRow& at(std::size_t place) const;
  [[nodiscard]] FileMarks marks(std::size_t place) const { return marks_[place]; }
  /// The file's place among all names.
  [[nodiscard]] std::size_t nameRank(std::size_t place) const;
  [[nodiscard]] const KindCounts& counts() const { return counts_; }
  /// Shown under one row a tool.
  [[nodiscard]] const std::vector<LeftoverGroup>& groups() const;
  /// Whether the row now has another number of shards.
  bool update(const RowUpdate& update);
  /// Whether to exchange these rows for those of the answer moves nothing.
  [[nodiscard]] bool sameFilesAs(const Answer& answer) const;

 private:
  AnswerPtr answer_;
  std::vector<std::shared_ptr<const verdict::FileRow>> finished_;
  std::vector<FileMarks> marks_;
  KindCounts counts_{};
};

}  // namespace weighmaster::ui
