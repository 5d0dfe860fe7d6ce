#include "ui/models/coverage_model.h"

#include "ui/models/text.h"

namespace weighmaster::ui {
namespace {

QString reason(const CoverageRow& row) {
  switch (row.leftOutFor.value_or(model::IgnoreReason::asked)) {
    case model::IgnoreReason::git:
      return CoverageModel::tr("– left out: belongs to Git");
    case model::IgnoreReason::signature:
      return CoverageModel::tr("– left out: a signature");
    case model::IgnoreReason::asked:
    case model::IgnoreReason::recorded:
      return CoverageModel::tr("– left out: as asked");
  }
  return {};
}

QString stateText(const CoverageRow& row) {
  switch (row.state) {
    case CoverageRow::State::changed:
      return CoverageModel::tr("≠ covered, changed since");
    case CoverageRow::State::added:
      return CoverageModel::tr("+ covered, new since");
    case CoverageRow::State::renamed:
      return CoverageModel::tr("→ covered, was %1").arg(shown(row.formerName, 80));
    case CoverageRow::State::gone:
      return CoverageModel::tr("○ no longer here");
    case CoverageRow::State::leftOut:
      return reason(row);
    case CoverageRow::State::covered:
      return CoverageModel::tr("✓ covered");
  }
  return {};
}

QString cell(const CoverageRow& row, int column) {
  if (column == CoverageModel::nameColumn) return shown(row.name, 300);
  if (column == CoverageModel::stateColumn) return stateText(row);
  return row.size ? own(base::format_size(*row.size)) : QString();
}

}  // namespace

void CoverageModel::setCoverage(CoveragePtr coverage) {
  beginResetModel();
  coverage_ = std::move(coverage);
  endResetModel();
}

int CoverageModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() || !coverage_ ? 0 : static_cast<int>(coverage_->rows.size());
}

int CoverageModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : int{columns};
}

QVariant CoverageModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const auto& row = coverage_->rows.at(static_cast<std::size_t>(index.row()));
  const bool number = index.column() == sizeColumn;
  switch (role) {
    case Qt::DisplayRole:
      return cell(row, index.column());
    case Qt::ToolTipRole:
      return index.column() == nameColumn ? shown(row.name) : cell(row, index.column());
    case Qt::TextAlignmentRole:
      return int((number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case toneRole:
      return int(words::Tone::neutral);
    default:
      return {};
  }
}

QVariant CoverageModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole && section == sizeColumn) return int(Qt::AlignRight | Qt::AlignVCenter);
  if (role != Qt::DisplayRole) return {};
  switch (section) {
    case nameColumn:
      return tr("Name");
    case sizeColumn:
      return numbersHeading(tr("Size"));
    case stateColumn:
      return tr("What becomes of it");
    default:
      return {};
  }
}

}  // namespace weighmaster::ui
