#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "trust/publisher.h"

namespace weighmaster::ui {

/// Entries of the address book as a table: for which models, who, since when, how it came, a note.
class PublishersModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { models, signer, since, how, note, columns };

  explicit PublishersModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

  void setEntries(std::vector<trust::Publisher> entries);
  [[nodiscard]] const trust::Publisher& entry(int row) const {
    return entries_.at(static_cast<std::size_t>(row));
  }

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  std::vector<trust::Publisher> entries_;
};

}  // namespace weighmaster::ui
