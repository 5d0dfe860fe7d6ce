#pragma once

#include <QAbstractItemModel>

#include "ui/jobs/answer.h"

namespace weighmaster::ui {

/// The Checks page: each step with its outcome, and under it what was found, in words and with its code.
class ChecksModel : public QAbstractItemModel {
  Q_OBJECT

 public:
  enum Column { checkColumn, outcomeColumn, codeColumn, columns };
  static constexpr int toneRole = Qt::UserRole;  // words::Tone as int

  using QAbstractItemModel::QAbstractItemModel;

  void setReport(ReportPtr report);

  [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
  [[nodiscard]] QModelIndex parent(const QModelIndex& index) const override;
  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  [[nodiscard]] QVariant stepCell(const verdict::Step& step, int column, int role) const;
  [[nodiscard]] QVariant findingCell(const base::Finding& finding, int column, int role) const;

  ReportPtr report_;
};

}  // namespace weighmaster::ui
