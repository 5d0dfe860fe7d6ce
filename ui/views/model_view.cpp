#include "ui/views/model_view.h"

#include <QTabWidget>

#include "ui/views/certificates_page.h"
#include "ui/views/checks_page.h"
#include "ui/views/facts_row.h"
#include "ui/views/files_page.h"
#include "ui/views/log_page.h"
#include "ui/views/progress_card.h"
#include "ui/views/signer_page.h"
#include "ui/views/statement_page.h"
#include "ui/views/theme.h"

namespace weighmaster::ui {

ModelView::ModelView(QWidget* parent)
    : AnswerView(parent),
      facts_(new FactsRow),
      tabs_(new QTabWidget),
      files_(new FilesPage),
      signer_(new SignerPage),
      log_(new LogPage),
      certificates_(new CertificatesPage),
      statement_(new StatementPage),
      checks_(new ChecksPage) {
  add(facts_);
  add(tabs_, 1);
  tabs_->setDocumentMode(true);
  tabs_->setAccessibleName(tr("Pages"));
  tabs_->addTab(files_, tr("Files"));
  tabs_->addTab(signer_, tr("Signer"));
  tabs_->addTab(log_, tr("Log entry"));
  tabs_->addTab(certificates_, tr("Certificates"));
  tabs_->addTab(statement_, tr("Statement"));
  tabs_->addTab(checks_, tr("Checks"));

  connect(this, &AnswerView::cancelled, this, [this] { session_->cancel(); });
  connect(facts_, &FactsRow::filesWanted, this, [this] { openFiles(FileKind::all); });
  connect(facts_, &FactsRow::signerWanted, this, [this] { openPage(PageId::signer); });
  connect(facts_, &FactsRow::logWanted, this, [this] { openPage(PageId::log); });
  connect(facts_, &FactsRow::certificatesWanted, this, [this] { openPage(PageId::certificates); });
}

void ModelView::show(ModelSession* session) {
  if (session_ == session) return;
  if (session_) {
    session_->disconnect(this);
    session_->disconnect(progress());
  }
  session_ = session;
  connect(session, &ModelSession::started, this, &ModelView::begin);
  connect(session, &ModelSession::prepared, this, &ModelView::prepare);
  connect(session, &ModelSession::rowsFinished, this, &ModelView::takeRows);
  connect(session, &ModelSession::progressed, progress(), &ProgressCard::setProgress);
  connect(session, &ModelSession::finished, this, [this] {
    finish();
    announce();
  });
  connect(session, &ModelSession::changeSuspected, this, [this] {
    fillCard();
    facts_->setSession(*session_);
  });
  if (session->state() == ModelSession::State::done) {
    finish();
  } else {
    begin();
    if (session->answer()) prepare();
  }
}

void ModelView::begin() {
  rowsDone_ = 0;
  showProgress(session_->state() == ModelSession::State::waiting);
  facts_->setSession(*session_);
  setPages(nullptr);
}

void ModelView::prepare() {
  setPages(session_->answer());
  facts_->setSession(*session_);
}

void ModelView::takeRows(const std::vector<RowUpdate>& rows) {
  rowsDone_ += rows.size();
  files_->update(rows);
  if (session_->answer()) {
    const auto& counts = files_->counts();
    const auto leftOut = counts.at(static_cast<std::size_t>(FileKind::ignored));
    facts_->setSoFar(counts, rowsDone_, session_->answer()->report.files.size() - leftOut);
  }
}

void ModelView::finish() {
  setPages(session_->answer());
  fillCard();
  facts_->setSession(*session_);
  showCard();
}

void ModelView::fillCard() {
  card()->setContent(
      cardContent(*session_, {[this](words::Action action) { emit actionWanted(action); },
                              [this] { emit chooseModelWanted(); }, [this] { emit nameModelWanted(); }}));
}

void ModelView::setPages(const AnswerPtr& answer) {
  const auto report = reportOf(answer);
  files_->setAnswer(answer);
  signer_->setReport(report);
  log_->setReport(report);
  certificates_->setReport(report);
  statement_->setReport(report);
  checks_->setReport(report);
}

void ModelView::openPage(PageId page) {
  tabs_->setCurrentIndex(static_cast<int>(page));
  ensureWidgetVisible(tabs_);
  tabs_->currentWidget()->setFocus(Qt::OtherFocusReason);
}

void ModelView::openFiles(FileKind kind) {
  openPage(PageId::files);
  files_->showKind(kind);
}

}  // namespace weighmaster::ui
