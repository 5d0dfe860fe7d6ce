#pragma once

#include <QAbstractTableModel>

#include "ui/jobs/report_session.h"

namespace weighmaster::ui {

/// The models of an audit report: what each comes to now, and what the report says of it.
class ReportModels : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { verdictColumn, modelColumn, statedColumn, changesColumn, columns };
  static constexpr int toneRole = Qt::UserRole;  // words::Tone as int

  using QAbstractTableModel::QAbstractTableModel;

  /// Null, or without an answer: no rows.
  void setOutcome(ReportOutcome outcome);

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  [[nodiscard]] QString cell(std::size_t row, int column) const;

  ReportOutcome outcome_;
};

/// The files of one of them that are not as the report says: how they were then, and how they are now.
class ChangesModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { fileColumn, thenColumn, nowColumn, columns };
  static constexpr int toneRole = Qt::UserRole;  // words::Tone as int

  using QAbstractTableModel::QAbstractTableModel;

  /// `place`: in the answer's list of models; an outcome without one has no rows.
  void setOutcome(ReportOutcome outcome, std::size_t place);

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  ReportOutcome outcome_;
  std::size_t place_ = 0;
};

}  // namespace weighmaster::ui
