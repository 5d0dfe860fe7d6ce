#pragma once

#include <QMainWindow>
#include <memory>

#include "ui/jobs/sessions.h"
#include "ui/models/models_list_model.h"
#include "ui/models/recents.h"

class QLabel;
class QStackedWidget;

namespace weighmaster::ui {

class Deeds;
class EmptyPage;
class ManyModels;
class ModelsList;
class ModelView;
class Opening;
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
  void dragLeaveEvent(QDragLeaveEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  /// What says that something can be dropped.
  void endDrag();
  void makeMenus();
  void makeToolBar();
  void makeCentre();
  void makeStatusBar();
  void makeFileMenu();
  void makeViewMenu();
  void makeTrustMenu();
  /// From the table to all about one of its models.
  void openFromTable(const std::filesystem::path& path);
  /// Signs the model on the right; where there is none, asks for one.
  void chooseToSign();
  void sign(const std::filesystem::path& model);
  void exportReport();
  /// Why there is no report to export; empty where there is one.
  [[nodiscard]] QString whyNoReport() const;
  void tryExample();
  TrustDialog* showTrust();
  void showPublishers();
  void judgeByBook();
  /// For all models and reports.
  void useTrust(const update::TrustInUse& trust);
  void showTrustSource();
  void showAbout();

  /// The session that the person looks at, of a model or a report; null for none.
  [[nodiscard]] const QObject* shownSession() const;
  void addToList(const std::filesystem::path& path);
  void select(const std::filesystem::path& path);
  void chosen(int row);
  /// A verdict of another day is a memory: its model is checked anew, once the person asks for it.
  void checkRemembered(int row);
  void tellModel(const std::filesystem::path& path, const ModelSession& session);
  void tellReport(const std::filesystem::path& file, const ReportSession& session);
  void remember(const Recent& recent);

  /// Shared with what runs on threads: changed by taking another one.
  std::shared_ptr<const Services> services_;
  Recents recents_;
  ModelsListModel models_;
  Sessions* sessions_;
  Opening* opening_;
  QStackedWidget* stack_ = nullptr;
  EmptyPage* empty_ = nullptr;
  ModelView* view_ = nullptr;
  ReportView* reportView_ = nullptr;
  ModelsList* list_ = nullptr;
  Deeds* deeds_ = nullptr;
  ManyModels* many_ = nullptr;
  QAction* table_ = nullptr;
  QLabel* trust_ = nullptr;
  QLabel* status_ = nullptr;
  QTimer minute_;
};

}  // namespace weighmaster::ui
