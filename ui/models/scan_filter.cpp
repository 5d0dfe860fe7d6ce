#include "ui/models/scan_filter.h"

namespace weighmaster::ui {

ScanFilter::ScanFilter(QObject* parent) : QSortFilterProxyModel(parent) {
  setSortRole(ScanModel::sortRole);
  setSortCaseSensitivity(Qt::CaseInsensitive);
}

void ScanFilter::setVerdict(std::optional<verdict::Verdict> verdict) {
  verdict_ = verdict;
  invalidateFilter();
}

void ScanFilter::setText(const QString& text) {
  text_ = text;
  invalidateFilter();
}

bool ScanFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
  const auto& model = *static_cast<const ScanModel*>(sourceModel());
  const auto& entry = model.entry(row);
  if (verdict_ && (entry.state != ScanEntry::State::checked || entry.row.ending.verdict != *verdict_))
    return false;
  if (text_.isEmpty()) return true;
  return model.index(row, 0, parent)
      .data(ScanModel::textRole)
      .toString()
      .contains(text_, Qt::CaseInsensitive);
}

}  // namespace weighmaster::ui
