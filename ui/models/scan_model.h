#pragma once

#include <QAbstractTableModel>
#include <array>
#include <functional>
#include <optional>
#include <vector>

#include "base/time.h"
#include "model/collection.h"
#include "words/scan_row.h"

namespace weighmaster::ui {

/// One of many models in the table.
struct ScanEntry {
  model::FoundModel found;
  enum class State { waiting, working, checked, notChecked } state = State::waiting;
  /// Of one that was checked.
  words::ScanRow row;
};

/// Many models and what came of each: little of each, so that hundreds are no burden.
class ScanModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  static constexpr int verdictColumn = 0;
  static constexpr int modelColumn = 1;
  static constexpr int signerColumn = 2;
  static constexpr int sizeColumn = 3;
  static constexpr int timeColumn = 4;
  static constexpr int columns = 5;

  static constexpr int toneRole = Qt::UserRole;      // words::Tone as int
  static constexpr int sortRole = Qt::UserRole + 1;  // what a column is sorted by
  static constexpr int textRole = Qt::UserRole + 2;  // what is searched: model and signer

  explicit ScanModel(std::function<base::TimePoint()> now, QObject* parent = nullptr);

  void add(const std::vector<model::FoundModel>& found);
  void setState(int row, ScanEntry::State state);
  void setRow(int row, words::ScanRow finished);
  /// The words about times grow old.
  void refreshTimes();

  [[nodiscard]] const ScanEntry& entry(int row) const { return entries_.at(static_cast<std::size_t>(row)); }
  /// How many came to each verdict, by its place.
  [[nodiscard]] const std::array<int, 9>& counts() const { return counts_; }
  [[nodiscard]] int finished() const;
  /// All rows, for other programs: comma-separated values (RFC 4180), nothing in them a spreadsheet would
  /// take for a formula.
  [[nodiscard]] QString asText() const;

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  [[nodiscard]] QString cell(const ScanEntry& entry, int column) const;
  [[nodiscard]] static QVariant order(const ScanEntry& entry, int column);
  void changed(int row);

  std::function<base::TimePoint()> now_;
  std::vector<ScanEntry> entries_;
  std::array<int, 9> counts_{};
  int notChecked_ = 0;
};

}  // namespace weighmaster::ui
