#pragma once

#include <QMimeData>
#include <QObject>
#include <filesystem>
#include <functional>
#include <vector>

#include "trust/policy.h"
#include "ui/jobs/model_session.h"
#include "ui/models/recents.h"

class QWidget;

namespace weighmaster::ui {

/// Finds out what is meant by that which is dropped, chosen, remembered or named on the command line, and has
/// it opened: a model, an audit report, or a place with many models.
class Opening : public QObject {
  Q_OBJECT

 public:
  /// The window, as this knows it.
  struct Door {
    std::function<void(const Opened&, const trust::Expectation&)> model;
    std::function<void(const std::filesystem::path&, const trust::Expectation&)> report;
    /// `asTable`: the person wants the table, also of one model.
    std::function<void(const std::vector<std::filesystem::path>&, bool asTable)> places;
  };

  /// `window`: dialogs are asked over it; this is its child.
  Opening(Door door, QWidget* window);

  /// A model, or an audit report: which of the two it is, the content says. A signature goes with a model.
  void file(const Opened& opened, const trust::Expectation& expectation);
  void dropped(const QMimeData& data);
  void remembered(const Recent& recent);

  void chooseFolder();
  void chooseFile();
  void chooseFolderOfModels();

 private:
  void places(const std::vector<std::filesystem::path>& places);

  Door door_;
  QWidget* window_;
};

}  // namespace weighmaster::ui
