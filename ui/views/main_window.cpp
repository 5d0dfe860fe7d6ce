#include "ui/views/main_window.h"

#include <QCoreApplication>
#include <QDragEnterEvent>
#include <QLabel>
#include <QMenuBar>
#include <QMimeData>
#include <QSplitter>
#include <QStackedWidget>
#include <QStatusBar>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

#include "resources/instances.h"
#include "ui/models/text.h"
#include "ui/views/choose.h"
#include "ui/views/deeds.h"
#include "ui/views/dropped.h"
#include "ui/views/elided_label.h"
#include "ui/views/empty_page.h"
#include "ui/views/export_dialog.h"
#include "ui/views/many_models.h"
#include "ui/views/message.h"
#include "ui/views/model_view.h"
#include "ui/views/models_list.h"
#include "ui/views/opening.h"
#include "ui/views/publishers_dialog.h"
#include "ui/views/recent_menu.h"
#include "ui/views/report_view.h"
#include "ui/views/scan_page.h"
#include "ui/views/sign_dialog.h"
#include "ui/views/theme.h"
#include "ui/views/trust_dialog.h"

namespace weighmaster::ui {
namespace {

std::string nameOf(verdict::Verdict verdict) {
  return std::string(verdict::name(verdict));
}

}  // namespace

MainWindow::MainWindow(Services services, QWidget* parent)
    : QMainWindow(parent),
      services_(std::make_shared<const Services>(std::move(services))),
      recents_(services_->settingsFile),
      models_(services_->now),
      sessions_(new Sessions(services_, this)),
      opening_(
          new Opening({[this](const auto& opened, const auto& expectation) { open(opened, expectation); },
                       [this](const auto& file, const auto& expectation) { openReport(file, expectation); },
                       [this](const auto& places, bool asTable) { openMany(places, asTable); }},
                      this)) {
  setWindowTitle(tr("Weighmaster"));
  setWindowIcon(programIcon());
  setAcceptDrops(true);
  resize(fontMetrics().averageCharWidth() * 190, fontMetrics().height() * 56);
  makeCentre();
  makeMenus();
  makeToolBar();
  makeStatusBar();
  for (const auto& recent : recents_.list()) {
    models_.add({recent.path, ModelEntry::State::remembered, verdictFromName(recent.verdict),
                 recent.checkedAt, recent.isReport});
  }
  connect(sessions_, &Sessions::modelChanged, this,
          [this](const auto& path, const auto* session) { tellModel(path, *session); });
  connect(sessions_, &Sessions::reportChanged, this,
          [this](const auto& file, const auto* session) { tellReport(file, *session); });
  connect(sessions_, &Sessions::modelFinished, this, [this](const auto& path, const auto* session) {
    const auto& answer = *session->answer();
    if (!session->claimsOnly()) remember({path, nameOf(answer.verdict), answer.report.checked_at});
  });
  connect(sessions_, &Sessions::reportFinished, this, [this](const auto& file, const auto* session) {
    if (*session->outcome()) remember({file, nameOf(session->verdict()), session->checkedAt(), true});
  });
  constexpr int oneMinute = 60'000;
  connect(&minute_, &QTimer::timeout, &models_, &ModelsListModel::refreshTimes);
  minute_.start(oneMinute);
}

MainWindow::~MainWindow() {
  // Those that may have a turn first, and sessions: what they still say would find a window half gone.
  qDeleteAll(findChildren<SignDialog*>());
  delete sessions_;
}

void MainWindow::makeCentre() {
  list_ = new ModelsList(this);
  list_->setModel(&models_);
  connect(list_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
          [this](const QModelIndex& index) { chosen(index.row()); });
  for (const auto signal : {&QAbstractItemView::clicked, &QAbstractItemView::activated}) {
    connect(list_, signal, this, [this](const QModelIndex& index) { checkRemembered(index.row()); });
  }
  auto* heading = new QLabel(tr("Models"), this);
  heading->setFont(boldFont(font()));
  heading->setContentsMargins(2 * unit, 2 * unit, 0, unit);
  auto* left = new QWidget(this);
  left->setAutoFillBackground(true);
  left->setBackgroundRole(QPalette::Base);
  auto* leftColumn = new QVBoxLayout(left);
  leftColumn->setContentsMargins(0, 0, 0, 0);
  leftColumn->setSpacing(0);
  leftColumn->addWidget(heading);
  leftColumn->addWidget(list_, 1);

  empty_ = new EmptyPage(services_->example.has_value(), this);
  view_ = new ModelView(this);
  deeds_ = new Deeds(view_);
  connect(deeds_, &Deeds::trustWanted, this, [this] { showTrust()->importFile(); });
  connect(deeds_, &Deeds::bookChanged, this, &MainWindow::judgeByBook);
  stack_ = new QStackedWidget(this);
  stack_->addWidget(empty_);
  stack_->addWidget(view_);
  reportView_ = new ReportView(this);
  stack_->addWidget(reportView_);
  many_ = new ManyModels(services_->now,
                         {[this](const Opened& opened) { return sessions_->ofModel(opened); },
                          [this](const ModelSession* each) { return view_->session() == each; }},
                         this);
  stack_->addWidget(many_->page());
  connect(many_, &ManyModels::modelFound, this, [this](const Opened& opened) { open(opened); });
  connect(many_, &ManyModels::modelWanted, this, &MainWindow::openFromTable);
  connect(many_, &ManyModels::tableFilled, this, &MainWindow::showTable);
  connect(empty_, &EmptyPage::chooseFolder, opening_, &Opening::chooseFolder);
  connect(empty_, &EmptyPage::tryExample, this, &MainWindow::tryExample);

  auto* splitter = new QSplitter(this);
  splitter->setChildrenCollapsible(false);
  splitter->addWidget(left);
  splitter->addWidget(stack_);
  splitter->setStretchFactor(1, 1);
  // In a small window the list gives way first.
  constexpr int fewest = 15;       // letters of a name
  constexpr int comfortable = 48;  // of an answer
  list_->setMinimumWidth(fontMetrics().averageCharWidth() * fewest);
  stack_->setMinimumWidth(fontMetrics().averageCharWidth() * comfortable);
  setCentralWidget(splitter);
}

void MainWindow::makeMenus() {
  makeFileMenu();
  makeViewMenu();
  makeTrustMenu();
  auto* help = menuBar()->addMenu(tr("&Help"));
  help->addAction(tr("&Copy details for a bug report"), this, [this] { deeds_->copyDetails(); });
  help->addAction(tr("&About Weighmaster"), this, &MainWindow::showAbout);
}

void MainWindow::makeFileMenu() {
  auto* file = menuBar()->addMenu(tr("&File"));
  file->addAction(tr("&Open folder…"), QKeySequence::Open, opening_, &Opening::chooseFolder);
  file->addAction(tr("Open &file, signature or report…"), QKeySequence(tr("Ctrl+Shift+O")), opening_,
                  &Opening::chooseFile);
  file->addAction(tr("Open folder of &models…"), QKeySequence(tr("Ctrl+M")), opening_,
                  &Opening::chooseFolderOfModels);
  file->addAction(tr("&Sign…"), QKeySequence(tr("Ctrl+Shift+S")), this, &MainWindow::chooseToSign);
  auto* report =
      file->addAction(tr("&Export report…"), QKeySequence(tr("Ctrl+E")), this, &MainWindow::exportReport);
  file->setToolTipsVisible(true);
  connect(file, &QMenu::aboutToShow, this, [this, report] {
    report->setEnabled(whyNoReport().isEmpty());
    report->setToolTip(whyNoReport());
  });
  connect(file, &QMenu::aboutToHide, this, [report] { report->setEnabled(true); });
  auto* recent = new RecentMenu(recents_, tr("&Recent"), file);
  connect(recent, &RecentMenu::wanted, opening_, &Opening::remembered);
  connect(recent, &RecentMenu::forgetWanted, this, [this] {
    recents_.forgetAll();
    models_.removeRemembered();
  });
  file->addMenu(recent);
  file->addSeparator();
  file->addAction(tr("&Quit"), QKeySequence::Quit, this, &QWidget::close);
}

void MainWindow::makeViewMenu() {
  auto* view = menuBar()->addMenu(tr("&View"));
  const QStringList pages{tr("&Files"),        tr("&Signer"),    tr("&Log entry"),
                          tr("&Certificates"), tr("S&tatement"), tr("C&hecks")};
  for (int page = 0; page < pages.size(); ++page) {
    view->addAction(pages.at(page), QKeySequence(Qt::ALT | Qt::Key(Qt::Key_1 + page)), this, [this, page] {
      if (session()) view_->openPage(static_cast<ModelView::PageId>(page));
    });
  }
  view->addSeparator();
  table_ =
      view->addAction(tr("All &models"), QKeySequence(Qt::ALT | Qt::Key_0), this, &MainWindow::showTable);
  // There is none before many models were looked for.
  table_->setVisible(false);
  view->addAction(tr("Check &again"), QKeySequence::Refresh, this, [this] {
    if (session()) session()->check();
    if (reportSession()) reportSession()->check();
  });
}

void MainWindow::makeTrustMenu() {
  auto* trust = menuBar()->addMenu(tr("&Trust"));
  auto* who = trust->addAction(tr("&Who should have signed…"), this,
                               [this] { deeds_->act(words::Action::say_who_signed); });
  trust->addAction(tr("&Import a trusted root…"), this, [this] { showTrust()->importFile(); });
  trust->addSeparator();
  trust->addAction(tr("&Publishers…"), this, &MainWindow::showPublishers);
  trust->addAction(tr("&Trust root…"), this, &MainWindow::showTrust);
  auto* fresh = trust->addAction(tr("&Update the trust root"), this, [this] { showTrust()->update(); });
  connect(trust, &QMenu::aboutToShow, this, [this, who, fresh] {
    who->setEnabled(session());
    fresh->setEnabled(services_->trust != nullptr);
  });
}

void MainWindow::makeToolBar() {
  auto* bar = addToolBar(tr("Tools"));
  bar->setMovable(false);
  bar->setContextMenuPolicy(Qt::PreventContextMenu);
  bar->addAction(tr("Open folder…"), opening_, &Opening::chooseFolder);
  bar->addAction(tr("Open file…"), opening_, &Opening::chooseFile)
      ->setToolTip(tr("Open a file, a signature or an audit report"));
  bar->addAction(tr("Sign…"), this, &MainWindow::chooseToSign);
  bar->addAction(tr("Export report…"), this, &MainWindow::exportReport);
  bar->addAction(table_);
  for (auto* button : bar->findChildren<QToolButton*>()) button->setFocusPolicy(Qt::TabFocus);
}

void MainWindow::makeStatusBar() {
  trust_ = new ElidedLabel(this);
  showTrustSource();
  status_ = new QLabel(tr("Ready"), this);
  status_->setTextFormat(Qt::PlainText);
  statusBar()->setContentsMargins(unit, 0, unit, 0);
  statusBar()->addWidget(trust_, 1);
  statusBar()->addPermanentWidget(status_);
}

void MainWindow::showTrustSource() {
  trust_->setText(services_->trustedRoot ? tr("Trust root: %1").arg(shown(services_->trustFacts.source, 80))
                                         : tr("No trust root: keyless signatures can't be checked"));
}

TrustDialog* MainWindow::showTrust() {
  auto* dialog = new TrustDialog(services_, this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &TrustDialog::changed, this, [this](const auto& trust) { useTrust(*trust); });
  dialog->open();
  return dialog;
}

void MainWindow::showPublishers() {
  auto* dialog = new PublishersDialog(services_, this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &PublishersDialog::changed, this, &MainWindow::judgeByBook);
  dialog->open();
}

void MainWindow::judgeByBook() {
  sessions_->judgeByBook(shownSession());
}

void MainWindow::useTrust(const update::TrustInUse& trust) {
  auto services = *services_;
  services.trustedRoot = trust.root;
  services.trustFacts = {resources::source_text(trust), trust.root->digest(), trust.version,
                         trust.updated_at};
  services.signingConfig = nullptr;
  if (trust.signing_config) {
    auto config = trust::SigningConfig::parse(*trust.signing_config);
    if (config) services.signingConfig = std::make_shared<const trust::SigningConfig>(std::move(*config));
  }
  services_ = std::make_shared<const Services>(std::move(services));
  showTrustSource();
  sessions_->useTrust(services_, shownSession());
}

ModelSession* MainWindow::session() const {
  return stack_->currentWidget() == view_ ? view_->session() : nullptr;
}

ReportSession* MainWindow::reportSession() const {
  return stack_->currentWidget() == reportView_ ? reportView_->session() : nullptr;
}

const QObject* MainWindow::shownSession() const {
  if (session()) return session();
  return reportSession();
}

void MainWindow::openFile(const Opened& opened, const trust::Expectation& expectation) {
  opening_->file(opened, expectation);
}

void MainWindow::openReport(const std::filesystem::path& file, const trust::Expectation& expectation) {
  auto* session = sessions_->ofReport(file);
  if (!std::holds_alternative<trust::NoExpectation>(expectation)) session->expect(expectation);
  session->check();
  addToList(file);
  tellReport(file, *session);
  select(file);
}

void MainWindow::open(const Opened& opened, const trust::Expectation& expectation) {
  auto* session = sessions_->ofModel(opened);
  if (opened.signature) session->useSignature(*opened.signature);
  if (!std::holds_alternative<trust::NoExpectation>(expectation)) session->expect(expectation);
  session->check();
  addToList(opened.path);
  select(opened.path);
}

/// One of many is remembered only where the person looked at it.
void MainWindow::remember(const Recent& recent) {
  if (models_.row(recent.path) >= 0) recents_.remember(recent);
}

void MainWindow::addToList(const std::filesystem::path& path) {
  if (models_.row(path) < 0) models_.add({path, ModelEntry::State::waiting, {}, {}});
}

void MainWindow::select(const std::filesystem::path& path) {
  list_->setCurrentIndex(models_.index(models_.row(path)));
  chosen(models_.row(path));
}

void MainWindow::chosen(int row) {
  if (row < 0) return;
  const auto& path = models_.entry(row).path;
  if (auto* report = sessions_->report(path)) {
    reportView_->show(report);
    stack_->setCurrentWidget(reportView_);
    return tellReport(path, *report);
  }
  auto* known = sessions_->model(path);
  if (!known) return;
  // Of many models not all answers are kept.
  if (known->state() == ModelSession::State::idle) known->check();
  view_->show(known);
  stack_->setCurrentWidget(view_);
  tellModel(path, *known);
}

void MainWindow::checkRemembered(int row) {
  const auto& entry = models_.entry(row);
  if (entry.state == ModelEntry::State::remembered)
    opening_->remembered({entry.path, {}, entry.checkedAt, entry.isReport});
}

void MainWindow::tellModel(const std::filesystem::path& path, const ModelSession& session) {
  const bool waits = session.state() == ModelSession::State::waiting;
  ModelEntry entry{path, waits ? ModelEntry::State::waiting : ModelEntry::State::working, {}, {}};
  const auto& answer = session.answer();
  if (session.state() == ModelSession::State::done) {
    entry.state = session.mayHaveChanged() ? ModelEntry::State::stale
                  : session.claimsOnly()   ? ModelEntry::State::claims
                                           : ModelEntry::State::checked;
    entry.verdict = answer->verdict;
    entry.checkedAt = answer->report.checked_at;
  }
  models_.update(entry);
  if (this->session() != &session) return;
  if (session.state() != ModelSession::State::done) {
    status_->setText(waits ? tr("Waiting") : tr("Checking"));
    return;
  }
  const auto& report = answer->report;
  if (report.bytes_hashed == 0) return status_->setText(tr("Done; no file was read whole"));
  const auto seconds = QString::number(static_cast<double>(report.took.count()) / 1000.0, 'f', 1);
  status_->setText(tr("%1 in %2 s").arg(own(base::format_size(report.bytes_hashed)), seconds));
}

void MainWindow::tellReport(const std::filesystem::path& file, const ReportSession& session) {
  using State = ReportSession::State;
  const auto state = session.state() == State::done      ? ModelEntry::State::checked
                     : session.state() == State::waiting ? ModelEntry::State::waiting
                                                         : ModelEntry::State::working;
  ModelEntry entry{file, state, {}, {}, true};
  if (session.state() == State::done) {
    entry.verdict = session.verdict();
    entry.checkedAt = session.checkedAt();
  }
  models_.update(entry);
  if (reportSession() != &session) return;
  status_->setText(session.state() == State::done      ? tr("Ready")
                   : session.state() == State::waiting ? tr("Waiting")
                                                       : tr("Checking"));
}

void MainWindow::openMany(const std::vector<std::filesystem::path>& places, bool asTable) {
  many_->look(places, asTable);
}

void MainWindow::showTable() {
  table_->setVisible(true);
  list_->setCurrentIndex({});
  stack_->setCurrentWidget(many_->page());
  many_->page()->takeFocus();
  status_->setText(tr("Ready"));
}

void MainWindow::openFromTable(const std::filesystem::path& path) {
  addToList(path);
  tellModel(path, *sessions_->model(path));
  select(path);
}

void MainWindow::chooseToSign() {
  if (session() && !session()->claimsOnly()) return sign(session()->opened().path);
  ui::choose(this, {tr("Choose the model to sign"), QFileDialog::Directory, {}, {}},
             [this](const auto& path) { sign(path); });
}

void MainWindow::sign(const std::filesystem::path& model) {
  auto* dialog = new SignDialog(services_, sessions_->turns(), model, this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &SignDialog::verifyWanted, this,
          [this, model](const std::filesystem::path& signature, const trust::Expectation& expectation) {
            open({model, signature}, expectation);
          });
  dialog->open();
}

QString MainWindow::whyNoReport() const {
  if (stack_->currentWidget() == many_->page()) return many_->whyNoReport();
  if (!session()) return tr("A report says what a check came to: open a model first.");
  if (session()->state() != ModelSession::State::done) return tr("The check is not done yet.");
  if (session()->claimsOnly()) return tr("A signature alone has no verdict: choose its model first.");
  return {};
}

void MainWindow::exportReport() {
  if (const auto why = whyNoReport(); !why.isEmpty()) return showMessage(this, tr("No report yet"), why);
  const bool ofMany = stack_->currentWidget() == many_->page();
  auto order = ofMany ? many_->order() : exportOrder(*session());
  auto* dialog =
      new ExportDialog(services_, std::move(order), ofMany ? many_->place() : session()->opened().path, this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->open();
}

void MainWindow::tryExample() {
  open({*services_->example, {}});
}

void MainWindow::showAbout() {
  showMessage(this, tr("Weighmaster"),
              tr("Says who signed a machine-learning model, and whether it is still what they signed.\n"
                 "Checking happens on this computer; nothing is uploaded.\n\nVersion %1, Apache License 2.0")
                  .arg(QCoreApplication::applicationVersion()));
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  if (!mayHoldFiles(*event->mimeData())) return;
  event->acceptProposedAction();
  statusBar()->showMessage(tr("Let go to check it here"));
  empty_->setAwaiting(true);
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent*) {
  endDrag();
}

void MainWindow::endDrag() {
  statusBar()->clearMessage();
  empty_->setAwaiting(false);
}

void MainWindow::dropEvent(QDropEvent* event) {
  endDrag();
  event->acceptProposedAction();
  opening_->dropped(*event->mimeData());
}

void MainWindow::changeEvent(QEvent* event) {
  if (event->type() == QEvent::ActivationChange && isActiveWindow()) {
    // Of many models only those that the person looked at.
    for (int row = 0; row < models_.rowCount(); ++row) {
      if (auto* session = sessions_->model(models_.entry(row).path)) session->lookForChanges();
    }
  }
  QMainWindow::changeEvent(event);
}

}  // namespace weighmaster::ui
