#include "ui/models/files_model.h"

#include <algorithm>
#include <numeric>
#include <thread>

#include "ui/models/file_cells.h"
#include "ui/models/file_order.h"
#include "ui/models/text.h"

namespace weighmaster::ui {

void FilesModel::setAnswer(AnswerPtr answer) {
  const bool moves = !answer || !rows_.sameFilesAs(*answer) || filter_.kind != FileKind::all;
  FileRows rows(std::move(answer));
  // A hundred thousand rows take a while to free: not here.
  const auto discard = [this] { std::thread([old = std::move(rows_)] {}).detach(); };
  if (!moves && rows.size() > 0) {
    discard();
    rows_ = std::move(rows);
    tellChanged(0, rowCount() - 1);
    if (sortColumn_ >= 0) sort(sortColumn_, sortOrder_);
    return;
  }
  beginResetModel();
  discard();
  rows_ = std::move(rows);
  arrange(wantedNodes());
  endResetModel();
}

void FilesModel::update(const std::vector<RowUpdate>& rows) {
  bool moved = false;
  for (const auto& row : rows) moved = rows_.update(row) || moved;
  if (moved || filter_.kind != FileKind::all) {
    if (auto nodes = wantedNodes(); moved || nodes != nodes_) {
      beginResetModel();
      arrange(std::move(nodes));
      endResetModel();
    }
    return;
  }
  int first = rowCount();
  int last = -1;
  for (const auto& row : rows) {
    if (row.place >= rows_.size() || positions_[row.place] < 0) continue;
    first = std::min(first, positions_[row.place]);
    last = std::max(last, positions_[row.place]);
  }
  if (last >= first) tellChanged(first, last);
}

void FilesModel::tellChanged(int first, int last) {
  // Names stay, and so does what stands under them: were their column told of, a tree view would ask each row
  // whether it has children.
  emit dataChanged(index(first, nameColumn + 1), index(last, columns - 1));
}

void FilesModel::setFilter(const FilesFilter& filter) {
  beginResetModel();
  filter_ = filter;
  arrange(wantedNodes());
  endResetModel();
}

bool FilesModel::wanted(Node node) const {
  const auto passes = [this](std::size_t place) {
    return filter_.passes(rows_.at(place), rows_.marks(place));
  };
  if (!isGroup(node)) return !rows_.marks(node).isLeftover() && passes(node);
  const auto& places = rows_.groups().at(node - rows_.size()).places;
  return std::any_of(places.begin(), places.end(), passes);
}

std::vector<FilesModel::Node> FilesModel::wantedNodes() const {
  std::vector<Node> nodes;
  const auto all = rows_.size() + rows_.groups().size();
  const bool everything = filter_.kind == FileKind::all && filter_.text.isEmpty();
  if (everything && rows_.groups().empty()) {
    nodes.resize(all);
    std::iota(nodes.begin(), nodes.end(), Node{0});
    sortNodes(nodes);
    return nodes;
  }
  for (Node node = 0; node < all; ++node) {
    if (wanted(node)) nodes.push_back(node);
  }
  sortNodes(nodes);
  return nodes;
}

void FilesModel::arrange(std::vector<Node> nodes) {
  nodes_ = std::move(nodes);
  positions_.assign(rows_.size() + rows_.groups().size(), -1);
  for (std::size_t at = 0; at < nodes_.size(); ++at) positions_[nodes_[at]] = static_cast<int>(at);
}

void FilesModel::sortNodes(std::vector<Node>& nodes) const {
  if (sortColumn_ < 0) return;
  // Groups stand last, whatever the order.
  const auto firstGroup =
      std::stable_partition(nodes.begin(), nodes.end(), [this](Node node) { return !isGroup(node); });
  auto ordered = inOrder(rows_, {nodes.begin(), firstGroup}, sortColumn_, sortOrder_);
  ordered.insert(ordered.end(), firstGroup, nodes.end());
  nodes = std::move(ordered);
}

void FilesModel::sort(int column, Qt::SortOrder order) {
  emit layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
  sortColumn_ = column;
  sortOrder_ = order;
  const auto before = persistentIndexList();
  std::vector<Node> beforeNodes;
  for (const auto& old : before) {
    beforeNodes.push_back(old.internalId() == 0 ? nodes_.at(static_cast<std::size_t>(old.row())) : 0);
  }
  auto nodes = nodes_;
  sortNodes(nodes);
  arrange(std::move(nodes));

  QModelIndexList after;
  for (qsizetype i = 0; i < before.size(); ++i) {
    const auto& old = before.at(i);
    const bool top = old.internalId() == 0;
    const auto row = top ? positions_[beforeNodes[static_cast<std::size_t>(i)]] : old.row();
    after.push_back(createIndex(row, old.column(), old.internalId()));
  }
  changePersistentIndexList(before, after);
  emit layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

bool FilesModel::isNested() const {
  return std::any_of(nodes_.begin(), nodes_.end(), [this](Node node) { return children(node) > 0; });
}

int FilesModel::children(Node node) const {
  if (isGroup(node)) return static_cast<int>(rows_.groups().at(node - rows_.size()).places.size());
  return static_cast<int>(rows_.at(node).shards.size());
}

FilesModel::Place FilesModel::place(const QModelIndex& index) const {
  const auto row = static_cast<std::size_t>(index.row());
  const bool top = index.internalId() == 0;
  const Node node = top ? nodes_.at(row) : static_cast<Node>(index.internalId() - 1);
  if (!isGroup(node)) {
    const auto& file = rows_.at(node);
    return {&file, top ? nullptr : &file.shards.at(row), nullptr};
  }
  const auto& group = rows_.groups().at(node - rows_.size());
  if (top) return {nullptr, nullptr, &group};
  return {&rows_.at(group.places.at(row)), nullptr, nullptr};
}

QModelIndex FilesModel::index(int row, int column, const QModelIndex& parent) const {
  if (!hasIndex(row, column, parent)) return {};
  if (!parent.isValid()) return createIndex(row, column, quintptr(0));
  return createIndex(row, column, quintptr(nodes_.at(static_cast<std::size_t>(parent.row())) + 1));
}

QModelIndex FilesModel::parent(const QModelIndex& index) const {
  if (!index.isValid() || index.internalId() == 0) return {};
  return createIndex(positions_.at(static_cast<std::size_t>(index.internalId()) - 1), 0, quintptr(0));
}

int FilesModel::rowCount(const QModelIndex& parent) const {
  if (!parent.isValid()) return static_cast<int>(nodes_.size());
  if (parent.column() != 0 || parent.internalId() != 0) return 0;
  return children(nodes_.at(static_cast<std::size_t>(parent.row())));
}

int FilesModel::columnCount(const QModelIndex&) const {
  return columns;
}

QVariant FilesModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const auto column = index.column();
  if (role == Qt::TextAlignmentRole) {
    return column == sizeColumn ? int(Qt::AlignRight | Qt::AlignVCenter)
                                : int(Qt::AlignLeft | Qt::AlignVCenter);
  }
  if (role == monospaceRole) return column == expectedColumn || column == foundColumn;
  const auto [row, shard, group] = place(index);
  switch (role) {
    case Qt::DisplayRole:
      return group ? groupCell(rows_, *group, column) : shard ? cell(*shard, column) : cell(*row, column);
    case Qt::ToolTipRole:
      return group ? groupCell(rows_, *group, column) : shard ? hint(*shard, column) : hint(*row, column);
    case toneRole:
      return int(group ? tone(stateOf(rows_, *group)) : shard ? tone(stateOf(*shard)) : toneOf(*row));
    case riskRole:
      return row && !shard && row->risk != model::CodeRisk::none;
    default:
      return {};
  }
}

QVariant FilesModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole && section == sizeColumn) return int(Qt::AlignRight | Qt::AlignVCenter);
  if (role != Qt::DisplayRole) return {};
  switch (section) {
    case nameColumn:
      return tr("Name");
    case sizeColumn:
      return numbersHeading(tr("Size"));
    case expectedColumn:
      return tr("Signed digest");
    case foundColumn:
      return tr("Found");
    case stateColumn:
      return tr("State");
    default:
      return {};
  }
}

QString FilesModel::asText(const QModelIndexList& indexes) const {
  auto ordered = indexes;
  std::sort(ordered.begin(), ordered.end(), [this](const QModelIndex& a, const QModelIndex& b) {
    const auto key = [this](const QModelIndex& index) {
      const auto above = parent(index);
      return above.isValid() ? std::make_pair(above.row(), index.row()) : std::make_pair(index.row(), -1);
    };
    return key(a) < key(b);
  });
  QStringList lines;
  for (const auto& index : ordered) {
    const auto [row, shard, group] = place(index);
    if (group)
      lines += groupCell(rows_, *group, nameColumn);
    else
      lines += shard ? line(*shard) : line(*row);
  }
  return lines.join(u'\n') + u'\n';
}

}  // namespace weighmaster::ui
