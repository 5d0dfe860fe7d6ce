#include "ui/models/publishers_model.h"

#include "base/time.h"
#include "ui/models/text.h"

namespace weighmaster::ui {
namespace {

QString modelsText(const trust::Publisher& entry) {
  return entry.scope() == trust::Scope::any ? PublishersModel::tr("any model") : shown(entry.models);
}

QString signerText(const trust::Publisher& entry) {
  auto text = shown(title_of(entry.signer));
  for (const auto& identity : entry.signer.identities.any_of)
    text += PublishersModel::tr(" (vouched for by %1)").arg(shown(identity.issuer));
  return text;
}

QString howText(const trust::Publisher& entry) {
  switch (entry.origin) {
    case trust::Origin::by_hand:
      return PublishersModel::tr("added by hand");
    case trust::Origin::imported:
      return PublishersModel::tr("imported from “%1”").arg(shown(entry.from));
    case trust::Origin::policy:
      return PublishersModel::tr("from the policy “%1”").arg(shown(entry.from));
    case trust::Origin::window:
      return PublishersModel::tr("chosen beside a model");
  }
  return {};
}

}  // namespace

void PublishersModel::setEntries(std::vector<trust::Publisher> entries) {
  beginResetModel();
  entries_ = std::move(entries);
  endResetModel();
}

int PublishersModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(entries_.size());
}

int PublishersModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : columns;
}

QVariant PublishersModel::data(const QModelIndex& index, int role) const {
  const bool is_text = role == Qt::DisplayRole || role == Qt::ToolTipRole || role == Qt::AccessibleTextRole;
  if (!index.isValid() || !is_text) return {};
  const auto& each = entry(index.row());
  QString text;
  switch (index.column()) {
    case models:
      text = modelsText(each);
      break;
    case signer:
      text = signerText(each);
      break;
    case since:
      text = own(base::to_rfc3339(each.added).substr(0, 10));
      break;
    case how:
      text = howText(each);
      break;
    default:
      text = shown(each.note);
  }
  return text;
}

QVariant PublishersModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
  switch (section) {
    case models:
      return tr("Models");
    case signer:
      return tr("Signer");
    case since:
      return tr("Since");
    case how:
      return tr("How");
    case note:
      return tr("Note");
    default:
      return {};
  }
}

}  // namespace weighmaster::ui
