#pragma once

#include <QObject>
#include <QTimer>
#include <functional>
#include <map>
#include <stop_token>
#include <vector>

#include "model/collection.h"
#include "ui/jobs/model_session.h"
#include "ui/models/scan_model.h"
#include "ui/report/export.h"

namespace weighmaster::ui {

class ScanPage;

/// Looks for models where the person says, and has each checked: those that are found go into the table; a
/// place that is one model itself is opened as such.
class ManyModels : public QObject {
  Q_OBJECT

 public:
  /// What the window does for it.
  struct Ways {
    /// The session of a model; it is the window's.
    std::function<ModelSession*(const Opened&)> makeSession;
    /// Whether the person looks at it.
    std::function<bool(const ModelSession*)> isShown;
  };

  ManyModels(std::function<base::TimePoint()> now, Ways ways, QObject* parent = nullptr);

  [[nodiscard]] ScanPage* page() const { return page_; }
  [[nodiscard]] bool isEmpty() const { return model_.rowCount() == 0; }

  /// `asTable`: the person wants the table, also of one model.
  void look(const std::vector<std::filesystem::path>& places, bool asTable);
  void stop();

  /// Why no report of them can be made yet; empty where one can.
  [[nodiscard]] QString whyNoReport() const;
  /// The report of all that are in the table, and what was passed over. Models whose answers were let go of
  /// are checked again for it.
  [[nodiscard]] ExportOrder order() const;
  /// The place that was looked at first.
  [[nodiscard]] const std::filesystem::path& place() const { return place_; }

 signals:
  /// A place that is a model itself, or none that is known as one.
  void modelFound(const weighmaster::ui::Opened& opened);
  /// There is something to see in the table.
  void tableFilled();
  /// The person chose a row.
  void modelWanted(const std::filesystem::path& path);

 private:
  void take(const std::vector<std::filesystem::path>& places, bool asTable, const model::Collection& found);
  void keepInMind(const model::Collection& found);
  void add(const std::vector<model::FoundModel>& models);
  void follow(ModelSession* session, int row);
  void finished(ModelSession* session, int row);
  void keepWithinMemory(ModelSession* latest);
  void open(int row);
  void exportTable();

  ScanModel model_;
  ScanPage* page_;
  Ways ways_;
  std::map<std::filesystem::path, int> rows_;
  std::vector<ModelSession*> sessions_;  // by row; the window's
  std::vector<ModelSession*> kept_;      // with answers, the oldest first
  QStringList remarks_;
  verdict::ScanScope scope_;  // without models that were not checked
  std::filesystem::path place_;
  std::stop_source stop_;
  int looking_ = 0;
  /// A search that takes a moment is shown.
  QTimer patience_;
  QTimer minute_;
};

}  // namespace weighmaster::ui
