#pragma once

#include <QMainWindow>
#include <map>
#include <memory>

#include "ui/jobs/model_session.h"
#include "ui/jobs/report_session.h"
#include "ui/models/models_list_model.h"
#include "ui/models/recents.h"

class QLabel;
class QMenu;
class QStackedWidget;

namespace weighmaster::ui {

class Deeds;
class EmptyPage;
class ManyModels;
class ModelsList;
class ModelView;
class ReportView;
class TrustDialog;

/// The window: models on the left, the answer about one of them on the right.
class MainWindow : public QMainWindow {
  Q_OBJECT

 public:
  explicit MainWindow(Services services, QWidget* parent = nullptr);
  ~MainWindow() override;
  MainWindow(const MainWindow&) = delete;
  MainWindow& operator=(const MainWindow&) = delete;
  MainWindow(MainWindow&&) = delete;
  MainWindow& operator=(MainWindow&&) = delete;

  /// Checks a model, or tells what a signature claims; one that is open already is checked again.
  void open(const Opened& opened, const trust::Expectation& expectation = trust::NoExpectation{});
  /// The same, or checks an audit report: which of the two it is, the content says. A signature goes with a
  /// model.
  void openFile(const Opened& opened, const trust::Expectation& expectation = trust::NoExpectation{});
  /// Checks an audit report again; one that is open already too.
  void openReport(const std::filesystem::path& file,
                  const trust::Expectation& expectation = trust::NoExpectation{});
  /// Looks for models and shows them in a table; a place that is one model is opened, unless the person wants
  /// the table of it too.
  void openMany(const std::vector<std::filesystem::path>& places, bool asTable);
  /// The table of many models.
  void showTable();
  /// The one on the right; null on the empty page and beside the table.
  [[nodiscard]] ModelSession* session() const;
  /// The report on the right; null where there is none.
  [[nodiscard]] ReportSession* reportSession() const;

 protected:
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void makeMenus();
  void makeToolBar();
  void makeCentre();
  void makeStatusBar();
  void fillRecents();
  void chooseFolder();
  void chooseFile();
  void chooseFolderOfModels();
  /// From the table to all about one of its models.
  void openFromTable(const std::filesystem::path& path);
  /// Signs the model on the right; where there is none, asks for one.
  void chooseToSign();
  void sign(const std::filesystem::path& model);
  void openPlaces(const std::vector<std::filesystem::path>& places);
  void exportReport();
  /// Why there is no report to export; empty where there is one.
  [[nodiscard]] QString whyNoReport() const;
  void tryExample();
  TrustDialog* showTrust();
  void showPublishers();
  /// What was judged by the old address book is judged again, where the person looks at it.
  void checkByPublishers();
  /// For all models: what was judged by another trusted root is judged again.
  void useTrust(const update::TrustInUse& trust);
  void judgeAnew();
  void showTrustSource();
  void showAbout();

  ModelSession* makeSession(const Opened& opened);
  void addToList(const std::filesystem::path& path);
  void select(const std::filesystem::path& path);
  void chosen(int row);
  /// A verdict of another day is a memory: its model is checked anew, once the person asks for it.
  void checkRemembered(int row);
  void update(const ModelSession& session);
  void update(const ReportSession& session);
  using QWidget::update;

  /// Shared with what runs on threads: changed by taking another one.
  std::shared_ptr<const Services> services_;
  Recents recents_;
  ModelsListModel models_;
  Turns turns_;
  std::map<std::filesystem::path, ModelSession*> sessions_;  // children of this window
  std::map<std::filesystem::path, ReportSession*> reports_;  // the same
  QStackedWidget* stack_ = nullptr;
  EmptyPage* empty_ = nullptr;
  ModelView* view_ = nullptr;
  ReportView* reportView_ = nullptr;
  ModelsList* list_ = nullptr;
  Deeds* deeds_ = nullptr;
  ManyModels* many_ = nullptr;
  QAction* table_ = nullptr;
  QMenu* recentMenu_ = nullptr;
  QLabel* trust_ = nullptr;
  QLabel* status_ = nullptr;
  QTimer minute_;
};

}  // namespace weighmaster::ui
