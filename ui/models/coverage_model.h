#pragma once

#include <QAbstractTableModel>

#include "ui/jobs/coverage.h"

namespace weighmaster::ui {

/// What a signature will cover, and what it leaves out.
class CoverageModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { nameColumn, sizeColumn, stateColumn, columns };
  /// words::Tone as int.
  static constexpr int toneRole = Qt::UserRole;

  using QAbstractTableModel::QAbstractTableModel;

  /// Null for no rows.
  void setCoverage(CoveragePtr coverage);

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  CoveragePtr coverage_;
};

}  // namespace weighmaster::ui
