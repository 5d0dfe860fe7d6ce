#pragma once

#include <QSortFilterProxyModel>
#include <optional>

#include "ui/models/scan_model.h"

namespace weighmaster::ui {

/// Which of many models are shown, and in which order.
class ScanFilter : public QSortFilterProxyModel {
  Q_OBJECT

 public:
  explicit ScanFilter(QObject* parent = nullptr);

  /// Nothing: all, also those that have none yet.
  void setVerdict(std::optional<verdict::Verdict> verdict);
  /// Any part of the model's or the signer's name, in either case.
  void setText(const QString& text);

 protected:
  [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

 private:
  std::optional<verdict::Verdict> verdict_;
  QString text_;
};

}  // namespace weighmaster::ui
