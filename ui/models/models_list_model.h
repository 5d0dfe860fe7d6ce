#pragma once

#include <QAbstractListModel>
#include <filesystem>
#include <functional>
#include <optional>
#include <vector>

#include "base/time.h"
#include "verdict/report.h"

namespace weighmaster::ui {

/// A row of the list on the left.
struct ModelEntry {
  std::filesystem::path path;
  enum class State { remembered, waiting, working, checked, claims, stale } state = State::waiting;
  std::optional<verdict::Verdict> verdict;
  base::TimePoint checkedAt{};
  /// An audit report, and no model.
  bool isReport = false;
};

/// The models that were opened, and those checked on other days: these are grey, and say when.
class ModelsListModel : public QAbstractListModel {
  Q_OBJECT

 public:
  /// QString: the line under the name. QString: the symbol before it, empty for remembered ones.
  static constexpr int noteRole = Qt::UserRole;
  static constexpr int symbolRole = Qt::UserRole + 1;
  static constexpr int toneRole = Qt::UserRole + 2;  // words::Tone as int
  static constexpr int rememberedRole = Qt::UserRole + 3;

  explicit ModelsListModel(std::function<base::TimePoint()> now, QObject* parent = nullptr);

  /// At the end. The path is the key: one row each.
  void add(ModelEntry entry);
  void update(const ModelEntry& entry);
  void removeRemembered();
  /// The words about times grow old: "now" becomes "at 14:02".
  void refreshTimes();

  [[nodiscard]] const ModelEntry& entry(int row) const { return entries_.at(static_cast<std::size_t>(row)); }
  [[nodiscard]] int row(const std::filesystem::path& path) const;  // -1: not in the list

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

 private:
  [[nodiscard]] QString note(const ModelEntry& entry) const;

  std::function<base::TimePoint()> now_;
  std::vector<ModelEntry> entries_;
};

/// "trusted", "no signature found": a verdict in two or three words.
[[nodiscard]] QString shortWords(verdict::Verdict verdict);
/// The shape that goes with a verdict.
[[nodiscard]] QChar symbol(verdict::Verdict verdict);
[[nodiscard]] std::optional<verdict::Verdict> verdictFromName(std::string_view name);

}  // namespace weighmaster::ui
