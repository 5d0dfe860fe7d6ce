#pragma once

#include <QAbstractItemModel>
#include <vector>

#include "ui/models/file_rows.h"
#include "ui/models/files_filter.h"

namespace weighmaster::ui {

/// The Files page: files, with their shards under them, and groups of leftovers with their files under them.
/// Sorts and filters by itself: a proxy over 100,000 rows asks a QVariant for each comparison, which takes
/// seconds.
class FilesModel : public QAbstractItemModel {
  Q_OBJECT

 public:
  enum Column { nameColumn, sizeColumn, expectedColumn, foundColumn, stateColumn, columns };
  /// words::Tone as int: how the state is coloured.
  static constexpr int toneRole = Qt::UserRole;
  /// bool: digests are set in the monospace face.
  static constexpr int monospaceRole = Qt::UserRole + 1;
  /// bool: the file can run code on loading.
  static constexpr int riskRole = Qt::UserRole + 2;

  using QAbstractItemModel::QAbstractItemModel;

  /// Null for no rows. Where the files are the same as before, selection and place on the page stay.
  void setAnswer(AnswerPtr answer);
  void update(const std::vector<RowUpdate>& rows);
  void setFilter(const FilesFilter& filter);

  [[nodiscard]] const KindCounts& counts() const { return rows_.counts(); }
  /// Whether any row has others under it.
  [[nodiscard]] bool isNested() const;
  /// The rows as lines, with tabs between columns and digests whole, in the order of the page.
  [[nodiscard]] QString asText(const QModelIndexList& indexes) const;

  [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
  [[nodiscard]] QModelIndex parent(const QModelIndex& index) const override;
  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
  void sort(int column, Qt::SortOrder order) override;

 private:
  // Top-level rows are nodes: a file by its place, or, behind all files, a group. A child's internal id is
  // its parent's node plus one; that of a top-level row is zero.
  using Node = std::size_t;

  struct Place {
    const verdict::FileRow* row = nullptr;     // a file
    const verdict::ShardRow* shard = nullptr;  // a shard of it
    const LeftoverGroup* group = nullptr;      // a group
  };
  [[nodiscard]] Place place(const QModelIndex& index) const;
  [[nodiscard]] bool isGroup(Node node) const { return node >= rows_.size(); }
  [[nodiscard]] int children(Node node) const;
  [[nodiscard]] std::vector<Node> wantedNodes() const;
  [[nodiscard]] bool wanted(Node node) const;
  void arrange(std::vector<Node> nodes);
  void tellChanged(int first, int last);
  void sortNodes(std::vector<Node>& nodes) const;

  FileRows rows_;
  FilesFilter filter_;
  std::vector<Node> nodes_;     // as shown
  std::vector<int> positions_;  // of a node among them, or -1
  int sortColumn_ = -1;
  Qt::SortOrder sortOrder_ = Qt::AscendingOrder;
};

}  // namespace weighmaster::ui
