#pragma once

#include <QAbstractTableModel>

#include "ui/jobs/answer.h"

namespace weighmaster::ui {

/// The chain, signer first, and how each link came out.
class CertificatesModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { subjectColumn, issuerColumn, validColumn, statusColumn, columns };
  static constexpr int toneRole = Qt::UserRole;  // words::Tone as int

  using QAbstractTableModel::QAbstractTableModel;

  void setReport(ReportPtr report);
  /// Null where there is no such row.
  [[nodiscard]] const verdict::ChainLink* link(int row) const;

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  [[nodiscard]] QString cell(const verdict::ChainLink& link, int column) const;

  ReportPtr report_;
};

/// "2026-03-12 to 2036-03-10"; for less than a day with the times.
[[nodiscard]] QString validityText(const base::Window& window);

}  // namespace weighmaster::ui
