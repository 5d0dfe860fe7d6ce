#include "ui/models/checks_model.h"

#include "ui/models/text.h"

namespace weighmaster::ui {

void ChecksModel::setReport(ReportPtr report) {
  beginResetModel();
  report_ = std::move(report);
  endResetModel();
}

// The internal id of a finding is its step's row plus one; that of a step is zero.
QModelIndex ChecksModel::index(int row, int column, const QModelIndex& parent) const {
  if (!hasIndex(row, column, parent)) return {};
  return createIndex(row, column, parent.isValid() ? quintptr(parent.row()) + 1 : quintptr(0));
}

QModelIndex ChecksModel::parent(const QModelIndex& index) const {
  if (!index.isValid() || index.internalId() == 0) return {};
  return createIndex(static_cast<int>(index.internalId()) - 1, 0, quintptr(0));
}

int ChecksModel::rowCount(const QModelIndex& parent) const {
  if (!report_) return 0;
  if (!parent.isValid()) return static_cast<int>(report_->steps.size());
  if (parent.internalId() != 0 || parent.column() != 0) return 0;
  return static_cast<int>(report_->steps.at(static_cast<std::size_t>(parent.row())).findings.size());
}

int ChecksModel::columnCount(const QModelIndex&) const {
  return columns;
}

QVariant ChecksModel::data(const QModelIndex& index, int role) const {
  if (!report_ || !checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const auto row = static_cast<std::size_t>(index.row());
  if (index.internalId() == 0) return stepCell(report_->steps.at(row), index.column(), role);
  const auto& step = report_->steps.at(index.internalId() - 1);
  return findingCell(step.findings.at(row), index.column(), role);
}

QVariant ChecksModel::stepCell(const verdict::Step& step, int column, int role) const {
  if (role == toneRole) return int(tone(step.outcome));
  if (role == Qt::ToolTipRole) return say(words::question(step.id));
  if (role != Qt::DisplayRole) return {};
  if (column == checkColumn) return say(words::title(step.id));
  if (column == outcomeColumn) return symbol(step.outcome) + QString(u' ') + say(words::title(step.outcome));
  return {};
}

QVariant ChecksModel::findingCell(const base::Finding& finding, int column, int role) const {
  if (role == toneRole) return int(words::Tone::neutral);
  const auto what = say(words::what_is_so(finding));
  const auto todo = say(words::what_to_do(finding.code));
  if (role == Qt::ToolTipRole) return todo.isEmpty() ? what : what + u'\n' + todo;
  if (role != Qt::DisplayRole) return {};
  if (column == checkColumn) return withShortDigests(todo.isEmpty() ? what : what + u' ' + todo);
  if (column == codeColumn) return own(base::name(finding.code));
  return {};
}

QVariant ChecksModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
  switch (section) {
    case checkColumn:
      return tr("Check");
    case outcomeColumn:
      return tr("Outcome");
    case codeColumn:
      return tr("Code");
    default:
      return {};
  }
}

}  // namespace weighmaster::ui
