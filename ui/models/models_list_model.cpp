#include "ui/models/models_list_model.h"

#include <algorithm>
#include <array>

#include "ui/models/text.h"
#include "words/scan_row.h"

namespace weighmaster::ui {

using verdict::Verdict;

QString shortWords(Verdict verdict) {
  return say(words::title(verdict));
}

QChar symbol(Verdict verdict) {
  switch (words::tone(verdict)) {
    case words::Tone::good:
      return u'✓';
    case words::Tone::neutral:
      return u'–';
    case words::Tone::caution:
      return u'?';
    case words::Tone::bad:
      return u'✕';
  }
  return u'–';
}

std::optional<Verdict> verdictFromName(std::string_view name) {
  static constexpr std::array all{Verdict::trusted,        Verdict::partial,   Verdict::extra_files,
                                  Verdict::unknown_signer, Verdict::unsigned_, Verdict::undetermined,
                                  Verdict::wrong_signer,   Verdict::changed,   Verdict::signature_invalid};
  const auto found =
      std::find_if(all.begin(), all.end(), [&](Verdict verdict) { return verdict::name(verdict) == name; });
  if (found == all.end()) return std::nullopt;
  return *found;
}

ModelsListModel::ModelsListModel(std::function<base::TimePoint()> now, QObject* parent)
    : QAbstractListModel(parent), now_(std::move(now)) {}

void ModelsListModel::add(ModelEntry entry) {
  // What was opened in this run stands before what is only remembered.
  const auto last = std::find_if(entries_.begin(), entries_.end(), [](const ModelEntry& known) {
    return known.state == ModelEntry::State::remembered;
  });
  const auto place = entry.state == ModelEntry::State::remembered ? entries_.end() : last;
  const auto row = static_cast<int>(place - entries_.begin());
  beginInsertRows({}, row, row);
  entries_.insert(place, std::move(entry));
  endInsertRows();
}

void ModelsListModel::update(const ModelEntry& entry) {
  const int at = row(entry.path);
  if (at < 0) return;
  entries_[static_cast<std::size_t>(at)] = entry;
  emit dataChanged(index(at), index(at));
}

void ModelsListModel::removeRemembered() {
  for (int at = rowCount() - 1; at >= 0; --at) {
    if (entry(at).state != ModelEntry::State::remembered) continue;
    beginRemoveRows({}, at, at);
    entries_.erase(entries_.begin() + at);
    endRemoveRows();
  }
}

void ModelsListModel::refreshTimes() {
  if (rowCount() > 0) emit dataChanged(index(0), index(rowCount() - 1), {noteRole});
}

int ModelsListModel::row(const std::filesystem::path& path) const {
  const auto found = std::find_if(entries_.begin(), entries_.end(),
                                  [&](const ModelEntry& entry) { return entry.path == path; });
  return found == entries_.end() ? -1 : static_cast<int>(found - entries_.begin());
}

int ModelsListModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(entries_.size());
}

QString ModelsListModel::note(const ModelEntry& entry) const {
  const auto when = howLongAgo(entry.checkedAt, now_());
  switch (entry.state) {
    case ModelEntry::State::waiting:
      return tr("waits its turn");
    case ModelEntry::State::working:
      return tr("being checked");
    case ModelEntry::State::claims:
      return tr("a signature, not checked");
    case ModelEntry::State::stale:
      return tr("may have changed since");
    case ModelEntry::State::checked:
    case ModelEntry::State::remembered:
      break;
  }
  // Where a narrow list cuts something off, it is not the verdict.
  const auto text = entry.isReport ? tr("report: %1, checked %2") : tr("%1, checked %2");
  return text.arg(entry.verdict ? shortWords(*entry.verdict) : tr("no verdict"), when);
}

QVariant ModelsListModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const auto& entry = this->entry(index.row());
  const bool known = entry.state == ModelEntry::State::checked && entry.verdict;
  switch (role) {
    case Qt::DisplayRole:
      return shownModel(entry.path);
    case Qt::AccessibleTextRole:
      return QString(shownModel(entry.path) + QStringLiteral(", ") + note(entry));
    case Qt::ToolTipRole:
      return shownPath(entry.path);
    case noteRole:
      return note(entry);
    case symbolRole:
      return QString(known ? symbol(*entry.verdict) : QChar(u'·'));
    case toneRole:
      return int(known ? words::tone(*entry.verdict) : words::Tone::neutral);
    case rememberedRole:
      return entry.state == ModelEntry::State::remembered;
    default:
      return {};
  }
}

}  // namespace weighmaster::ui
