#include "ui/models/report_models.h"

#include "ui/models/models_list_model.h"
#include "ui/models/text.h"

namespace weighmaster::ui {
namespace {

bool hasAnswer(const ReportOutcome& outcome) {
  return outcome && outcome->has_value();
}

/// Folders of one name are told apart by where they lie; revisions of a hub by the model that they are of.
QString shownPlace(const std::filesystem::path& model) {
  const auto name = shownModel(model);
  return name == shownName(model) ? shownPath(model) : name;
}

QString stateOf(const std::optional<verdict::FileState>& state) {
  if (!state) return ChangesModel::tr("not there");
  return symbol(*state) + QString(u' ') + say(words::title(*state));
}

}  // namespace

void ReportModels::setOutcome(ReportOutcome outcome) {
  beginResetModel();
  outcome_ = std::move(outcome);
  endResetModel();
}

int ReportModels::rowCount(const QModelIndex& parent) const {
  return parent.isValid() || !hasAnswer(outcome_) ? 0 : static_cast<int>((*outcome_)->models.size());
}

int ReportModels::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(columns);
}

QString ReportModels::cell(std::size_t row, int column) const {
  const auto& answer = **outcome_;
  const auto& checked = answer.checked.models.at(row);
  const auto verdict = answer.models.at(row).verdict;
  switch (column) {
    case verdictColumn:
      return symbol(verdict) + QString(u' ') + shortWords(verdict);
    case modelColumn:
      return shownPlace(checked.stated.model);
    case statedColumn:
      return checked.stated_verdict ? shortWords(*checked.stated_verdict) : tr("nothing that can be read");
    default:
      break;
  }
  if (!audit::agrees_with_itself(checked)) return tr("differs from its evidence");
  if (audit::rests_on_unknown_root(checked)) return tr("trust root not known");
  if (!audit::is_compared(checked)) return tr("not compared");
  return checked.since.empty() ? tr("none") : grouped(qint64(checked.since.size()));
}

QVariant ReportModels::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const auto row = static_cast<std::size_t>(index.row());
  if (role == Qt::ToolTipRole && index.column() == modelColumn)
    return shownPath((*outcome_)->checked.models.at(row).stated.model);
  if (role == Qt::DisplayRole || role == Qt::ToolTipRole) return cell(row, index.column());
  if (role == toneRole) return int(words::tone((*outcome_)->models.at(row).verdict));
  return {};
}

QVariant ReportModels::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
  const QStringList titles{tr("Now"), tr("Model"), tr("The report says"), tr("Changed files")};
  return titles.value(section);
}

void ChangesModel::setOutcome(ReportOutcome outcome, std::size_t place) {
  beginResetModel();
  const bool fits = hasAnswer(outcome) && place < (*outcome)->checked.models.size();
  outcome_ = fits ? std::move(outcome) : nullptr;
  place_ = place;
  endResetModel();
}

int ChangesModel::rowCount(const QModelIndex& parent) const {
  if (parent.isValid() || !outcome_) return 0;
  return static_cast<int>((*outcome_)->checked.models.at(place_).since.size());
}

int ChangesModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(columns);
}

QVariant ChangesModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const auto& since = (*outcome_)->checked.models.at(place_).since.at(static_cast<std::size_t>(index.row()));
  if (role == toneRole) return int(since.now ? tone(*since.now) : words::Tone::bad);
  if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
  if (index.column() == fileColumn) return shown(since.name);
  return stateOf(index.column() == thenColumn ? since.then : since.now);
}

QVariant ChangesModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
  const QStringList titles{tr("File"), tr("In the report"), tr("Now")};
  return titles.value(section);
}

}  // namespace weighmaster::ui
