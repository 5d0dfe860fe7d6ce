#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "ui/jobs/verify_job.h"
#include "ui/models/files_filter.h"

namespace weighmaster::ui {

/// The rows of a report with those on top that were finished since: nothing of the report is copied.
class FileRows {
 public:
  FileRows() = default;
  explicit FileRows(ReportPtr report);

  [[nodiscard]] std::size_t size() const { return report_ ? report_->files.size() : 0; }
  [[nodiscard]] const verdict::FileRow& at(std::size_t place) const;
  [[nodiscard]] const KindCounts& counts() const { return counts_; }
  /// Whether the row now has another number of shards.
  bool update(const RowUpdate& update);

  /// Files that a known tool left, and nobody signed: shown under one row a tool.
  struct Group {
    std::string_view tool;
    std::vector<std::size_t> places;
  };
  [[nodiscard]] const std::vector<Group>& groups() const { return groups_; }
  /// Whether the row stands in a group, not by itself.
  [[nodiscard]] static bool isLeftover(const verdict::FileRow& row);
  /// The same files in the same order: an exchange of the two moves nothing.
  [[nodiscard]] bool sameNames(const FileRows& other) const;

 private:
  ReportPtr report_;
  void count(const verdict::FileRow& row, int by);

  std::vector<std::shared_ptr<const verdict::FileRow>> finished_;
  std::vector<Group> groups_;
  KindCounts counts_{};
};

}  // namespace weighmaster::ui
