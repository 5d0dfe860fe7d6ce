#include "ui/models/scan_model.h"

#include <numeric>

#include "ui/models/models_list_model.h"
#include "ui/models/text.h"
#include "words/phrases.h"

namespace weighmaster::ui {
namespace {

using State = ScanEntry::State;

/// A signer's name is cut in the middle, so that its domain stays.
constexpr std::size_t signerLength = 80;

QString stateText(const ScanEntry& entry) {
  switch (entry.state) {
    case State::waiting:
      return ScanModel::tr("· waits its turn");
    case State::working:
      return ScanModel::tr("· being checked");
    case State::notChecked:
      return QStringLiteral("– ") + say(words::phrases::scan_not_checked);
    case State::checked:
      break;
  }
  const auto verdict = entry.row.ending.verdict;
  return symbol(verdict) + QStringLiteral(" ") + shortWords(verdict);
}

QString signerText(const ScanEntry& entry) {
  return entry.state == State::checked ? shown(say(entry.row.signer.value).toStdString(), signerLength)
                                       : QString();
}

/// Worst first; what is not known yet stands last.
int urgency(const ScanEntry& entry) {
  constexpr int worst = static_cast<int>(verdict::Verdict::signature_invalid);
  switch (entry.state) {
    case State::checked:
      return worst - static_cast<int>(entry.row.ending.verdict);
    case State::notChecked:
      return worst + 1;
    case State::working:
      return worst + 2;
    case State::waiting:
      return worst + 3;
  }
  return 0;
}

QString hintOf(const ScanEntry& entry) {
  auto hint = shownPath(entry.found.path);
  if (entry.state == State::checked) hint += u'\n' + say(entry.row.reason);
  return hint;
}

/// RFC 4180, and an apostrophe before what begins as a formula does.
QString csv(QString text) {
  if (!text.isEmpty() && QStringLiteral("=+-@\t").contains(text.front())) text.prepend(u'\'');
  return u'"' + text.replace(u'"', QStringLiteral("\"\"")) + u'"';
}

QString csvLine(const ScanEntry& entry) {
  const bool done = entry.state == State::checked;
  const QStringList cells{done ? own(verdict::name(entry.row.ending.verdict)) : QStringLiteral("not_checked"),
                          shown(entry.found.label),
                          shownPath(entry.found.path),
                          signerText(entry),
                          done && entry.row.size ? QString::number(*entry.row.size) : QString(),
                          done ? own(base::to_rfc3339(entry.row.checked_at)) : QString(),
                          done ? say(entry.row.reason) : QString()};
  QStringList quoted;
  for (const auto& each : cells) quoted += csv(each);
  return quoted.join(u',') + QStringLiteral("\r\n");
}

}  // namespace

ScanModel::ScanModel(std::function<base::TimePoint()> now, QObject* parent)
    : QAbstractTableModel(parent), now_(std::move(now)) {}

void ScanModel::add(const std::vector<model::FoundModel>& found) {
  if (found.empty()) return;
  beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(found.size()) - 1);
  for (const auto& each : found) entries_.push_back({each, State::waiting, {}});
  endInsertRows();
}

void ScanModel::changed(int row) {
  emit dataChanged(index(row, 0), index(row, columns - 1));
}

void ScanModel::setState(int row, ScanEntry::State state) {
  auto& entry = entries_.at(static_cast<std::size_t>(row));
  if (entry.state == State::checked) --counts_.at(static_cast<std::size_t>(entry.row.ending.verdict));
  if (entry.state == State::notChecked) --notChecked_;
  if (state == State::notChecked) ++notChecked_;
  entry.state = state;
  changed(row);
}

void ScanModel::setRow(int row, words::ScanRow finished) {
  setState(row, State::working);
  auto& entry = entries_.at(static_cast<std::size_t>(row));
  entry.row = std::move(finished);
  entry.state = State::checked;
  ++counts_.at(static_cast<std::size_t>(entry.row.ending.verdict));
  changed(row);
}

void ScanModel::refreshTimes() {
  if (rowCount() > 0) emit dataChanged(index(0, timeColumn), index(rowCount() - 1, timeColumn));
}

int ScanModel::finished() const {
  return std::accumulate(counts_.begin(), counts_.end(), notChecked_);
}

QString ScanModel::asText() const {
  auto text = QStringLiteral("verdict,model,path,signer,size,checked_at,reason\r\n");
  for (const auto& entry : entries_) text += csvLine(entry);
  return text;
}

int ScanModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(entries_.size());
}

int ScanModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : columns;
}

QString ScanModel::cell(const ScanEntry& entry, int column) const {
  const bool done = entry.state == State::checked;
  switch (column) {
    case verdictColumn:
      return stateText(entry);
    case modelColumn:
      return shown(entry.found.label);
    case signerColumn:
      return signerText(entry);
    case sizeColumn:
      return done && entry.row.size ? own(base::format_size(*entry.row.size)) : QString();
    case timeColumn:
      return done ? howLongAgo(entry.row.checked_at, now_()) : QString();
    default:
      return {};
  }
}

QVariant ScanModel::order(const ScanEntry& entry, int column) {
  switch (column) {
    case verdictColumn:
      return urgency(entry);
    case sizeColumn:
      return qulonglong(entry.row.size.value_or(0));
    case timeColumn:
      return qlonglong(entry.row.checked_at.time_since_epoch().count());
    case signerColumn:
      return signerText(entry);
    default:
      return shown(entry.found.label);
  }
}

QVariant ScanModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const auto& entry = this->entry(index.row());
  switch (role) {
    case Qt::DisplayRole:
      return cell(entry, index.column());
    case Qt::ToolTipRole:
      return hintOf(entry);
    case Qt::TextAlignmentRole:
      return index.column() == sizeColumn ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    case toneRole:
      return int(entry.state == State::checked ? words::tone(entry.row.ending.verdict)
                                               : words::Tone::neutral);
    case sortRole:
      return order(entry, index.column());
    case textRole:
      return QString(shown(entry.found.label) + u'\n' + signerText(entry));
    default:
      return {};
  }
}

QVariant ScanModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole && section == sizeColumn) return int(Qt::AlignRight | Qt::AlignVCenter);
  if (role != Qt::DisplayRole) return {};
  switch (section) {
    case verdictColumn:
      return tr("Verdict");
    case modelColumn:
      return tr("Model");
    case signerColumn:
      return tr("Signer");
    case sizeColumn:
      return numbersHeading(tr("Size"));
    case timeColumn:
      return tr("Checked");
    default:
      return {};
  }
}

}  // namespace weighmaster::ui
