#include "ui/views/report_view.h"

#include <QHeaderView>
#include <QTabWidget>
#include <QTreeView>

#include "ui/models/text.h"
#include "ui/views/cell_delegate.h"
#include "ui/views/checks_page.h"
#include "ui/views/choose.h"
#include "ui/views/expect_dialog.h"
#include "ui/views/progress_card.h"
#include "ui/views/roomy_column.h"
#include "ui/views/theme.h"
#include "ui/views/wrapped_label.h"

namespace weighmaster::ui {
namespace {

/// `said`: stands elsewhere already.
QString lines(const std::vector<words::Sentence>& sentences, const QString& said = {}) {
  QStringList all;
  for (const auto& sentence : sentences) all += say(sentence);
  all.removeAll(said);
  return all.join(u'\n');
}

ExpectDialog::Kind kindFor(const std::optional<signature::Method>& method) {
  if (method == signature::Method::key) return ExpectDialog::Kind::key;
  return method == signature::Method::certificate ? ExpectDialog::Kind::root : ExpectDialog::Kind::identity;
}

/// Whether the model's own card says what the report came to: it is the only one, and nothing else is wrong.
bool cardSpeaks(const ReportAnswer& answer) {
  return answer.models.size() == 1 && audit::agrees_with_itself(answer.checked) &&
         !audit::rests_on_unknown_root(answer.checked) && answer.models.front().verdict == answer.verdict;
}

}  // namespace

ReportView::ReportView(QWidget* parent)
    : AnswerView(parent),
      headline_(new WrappedLabel),
      about_(new WrappedLabel),
      modelName_(new WrappedLabel),
      aboutModel_(new WrappedLabel) {
  setObjectName(QStringLiteral("reportView"));
  headline_->setObjectName(QStringLiteral("reportHeadline"));
  about_->setObjectName(QStringLiteral("reportAbout"));
  modelName_->setObjectName(QStringLiteral("reportModelName"));
  aboutModel_->setObjectName(QStringLiteral("reportAboutModel"));
  for (auto* label : {about_, aboutModel_}) label->setBoldQuotes(true);
  add(headline_);
  add(about_);
  makeTable();
  add(modelName_);
  add(aboutModel_);
  makeTabs();
  connect(this, &AnswerView::cancelled, this, [this] { session_->cancel(); });
}

void ReportView::makeTable() {
  table_ = new QTreeView;
  table_->setModel(&models_);
  table_->setObjectName(QStringLiteral("reportModels"));
  table_->setAccessibleName(tr("Models of the report"));
  table_->setUniformRowHeights(true);
  table_->setRootIsDecorated(false);
  table_->setTextElideMode(Qt::ElideMiddle);
  table_->setItemDelegate(new CellDelegate(ReportModels::verdictColumn, ReportModels::toneRole, -1, table_));
  table_->setMinimumHeight(fontMetrics().height() * 9);
  auto* header = table_->header();
  header->setAccessibleName(tr("Columns of the models"));
  header->setStretchLastSection(false);
  const int letter = fontMetrics().averageCharWidth();
  table_->setColumnWidth(ReportModels::verdictColumn, letter * 27);
  table_->setColumnWidth(ReportModels::statedColumn, letter * 25);
  table_->setColumnWidth(ReportModels::changesColumn, letter * 27);
  new RoomyColumn(table_, ReportModels::modelColumn);
  connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
          [this](const QModelIndex& index) {
            if (index.isValid()) showModel(static_cast<std::size_t>(index.row()));
          });
  add(table_, 1);
}

void ReportView::makeTabs() {
  tabs_ = new QTabWidget;
  tabs_->setDocumentMode(true);
  tabs_->setAccessibleName(tr("Pages"));
  checks_ = new ChecksPage;
  auto* changes = new QTreeView;
  changes->setModel(&changes_);
  changes->setObjectName(QStringLiteral("reportChanges"));
  changes->setAccessibleName(tr("Files that are not as the report says"));
  changes->setUniformRowHeights(true);
  changes->setRootIsDecorated(false);
  changes->setTextElideMode(Qt::ElideMiddle);
  changes->setItemDelegate(new CellDelegate(ChangesModel::nowColumn, ChangesModel::toneRole, -1, changes));
  changes->header()->setAccessibleName(tr("Columns of the files"));
  changes->header()->setStretchLastSection(false);
  for (const int column : {ChangesModel::thenColumn, ChangesModel::nowColumn})
    changes->setColumnWidth(column, fontMetrics().averageCharWidth() * 22);
  new RoomyColumn(changes, ChangesModel::fileColumn);
  tabs_->addTab(checks_, tr("Checks"));
  tabs_->addTab(changes, tr("Changed files"));
  tabs_->setMinimumHeight(fontMetrics().height() * 12);
  add(tabs_, 2);
}

void ReportView::show(ReportSession* session) {
  if (session_ == session) return;
  if (session_) {
    session_->disconnect(this);
    session_->disconnect(progress());
  }
  session_ = session;
  place_ = 0;
  tabs_->setCurrentWidget(checks_);
  connect(session, &ReportSession::started, this, &ReportView::begin);
  connect(session, &ReportSession::progressed, progress(), &ProgressCard::setProgress);
  connect(session, &ReportSession::finished, this, [this] {
    finish();
    announce();
  });
  if (session->state() == ReportSession::State::done)
    finish();
  else
    begin();
}

const ReportAnswer* ReportView::answer() const {
  const auto outcome = session_ ? session_->outcome() : nullptr;
  return outcome && *outcome ? &**outcome : nullptr;
}

void ReportView::begin() {
  models_.setOutcome(nullptr);
  for (auto* each :
       std::initializer_list<QWidget*>{headline_, about_, table_, modelName_, aboutModel_, tabs_})
    each->hide();
  showProgress(session_->state() == ReportSession::State::waiting);
}

void ReportView::finish() {
  const auto* answer = this->answer();
  models_.setOutcome(session_->outcome());
  if (answer == nullptr || place_ >= answer->models.size()) place_ = 0;
  card()->setContent(answer != nullptr ? content() : contentWithout(session_->outcome()->error()));
  showCard();
  const bool hasModels = answer != nullptr && !answer->models.empty();
  const bool isOfMany = answer != nullptr && answer->models.size() > 1;
  headline_->setFont(boldFont(largeFont(font())));
  modelName_->setFont(boldFont(largeFont(font())));
  // What the card says already is not said again.
  const bool hasLines = answer != nullptr && cardSpeaks(*answer);
  headline_->setVisible(hasLines);
  if (hasLines) headline_->setText(say(answer->headline));
  const auto about = hasLines ? lines(answer->about, card()->content().advice) : QString();
  about_->setVisible(!about.isEmpty());
  about_->setText(about);
  table_->setVisible(isOfMany);
  modelName_->setVisible(hasModels);
  aboutModel_->setVisible(hasModels);
  tabs_->setVisible(hasModels);
  if (isOfMany) table_->setCurrentIndex(models_.index(static_cast<int>(place_), 0));
  if (hasModels) showModel(place_);
}

void ReportView::showModel(std::size_t place) {
  place_ = place;
  const auto* answer = this->answer();
  if (answer == nullptr) return;
  const auto& checked = answer->checked.models.at(place);
  const auto& model = answer->models.at(place);
  modelName_->setText(tr("What it says of “%1”").arg(shownModel(checked.stated.model)));
  auto text = lines(model.about);
  // Where the card above is about something else, what the model itself comes to stands here.
  if (!cardSpeaks(*answer))
    text += u'\n' + tr("Checked again: %1.").arg(say(model.card.headline)) + u' ' + say(model.card.basis);
  aboutModel_->setTextWithDigests(text);
  checks_->setReport(ReportPtr(session_->outcome(), &checked.now));
  changes_.setOutcome(session_->outcome(), place);
  tabs_->setTabText(1, audit::is_compared(checked)
                           ? tr("Changed files (%1)").arg(grouped(changes_.rowCount()))
                           : tr("Changed files (not compared)"));
}

CardContent ReportView::content() {
  const auto& answer = *this->answer();
  CardContent content;
  content.tone = words::tone(answer.verdict);
  content.shape = shapeOf(answer.verdict);
  if (cardSpeaks(answer)) {
    const auto& card = answer.models.front().card;
    content.headline = say(card.headline);
    content.basis = say(card.basis);
    content.advice = say(card.advice);
    if (card.main == words::Action::show_signer)
      content.comparison = compareSigner(answer.checked.models.front().now);
  } else {
    content.headline = say(answer.headline);
    content.basis = say(answer.about);
  }
  content.buttons = buttons();
  return content;
}

CardContent ReportView::contentWithout(const base::Error& error) {
  CardContent content;
  content.tone = words::tone(verdict::Verdict::undetermined);
  content.shape = shapeOf(verdict::Verdict::undetermined);
  content.headline = error.code == base::Code::task_cancelled ? tr("The check was stopped")
                                                              : tr("This report can't be checked");
  content.basis = say(words::what_is_so(error));
  content.advice = say(words::what_to_do(error.code));
  content.buttons = {{tr("Check again"), [this] { session_->check(); }}};
  return content;
}

std::vector<CardButton> ReportView::buttons() {
  const bool expectsNobody = std::holds_alternative<trust::NoExpectation>(session_->expectation());
  const auto deed = expectsNobody ? words::Action::say_who_signed : words::Action::correct_expectation;
  const CardButton who{say(words::label(deed)), [this] { sayWhoSigned(); }};
  const CardButton compare{tr("Compare with the model…"), [this] { this->compare(); }};
  const CardButton again{tr("Check again"), [this] { session_->check(); }};
  const auto& answer = *this->answer();
  if (answer.models.empty()) return {again};
  // Whom the report expected counts for nothing: first the person has to say it.
  const bool asks = expectsNobody && (answer.verdict == verdict::Verdict::unknown_signer ||
                                      answer.verdict == verdict::Verdict::undetermined);
  return asks ? std::vector{who, compare, again} : std::vector{compare, who, again};
}

void ReportView::sayWhoSigned() {
  const auto* answer = this->answer();
  if (answer == nullptr) return;
  const auto kind = kindFor(answer->checked.models.at(place_).now.method);
  auto* dialog = new ExpectDialog(kind, session_->file(), window());
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->startFrom(session_->expectation());
  connect(dialog, &QDialog::accepted, session_, [dialog, session = session_.data()] {
    session->expect(dialog->expectation());
    session->check();
  });
  dialog->open();
}

void ReportView::compare() {
  const auto* answer = this->answer();
  if (answer == nullptr) return;
  const auto& checked = answer->checked.models.at(place_);
  const auto mode = checked.of_a_folder ? QFileDialog::Directory : QFileDialog::ExistingFile;
  const Choice choice{tr("Choose the model %1").arg(shownName(checked.stated.model)),
                      mode,
                      {},
                      session_->file().parent_path()};
  ui::choose(this, choice, [session = session_, which = checked.place](const auto& path) {
    if (!session) return;
    session->compareWith(path, which);
    session->check();
  });
}

}  // namespace weighmaster::ui
