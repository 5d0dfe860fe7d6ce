#include "ui/views/export_dialog.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>
#include <algorithm>
#include <mutex>

#include "ui/jobs/background.h"
#include "ui/models/text.h"
#include "ui/views/choose.h"
#include "ui/views/theme.h"
#include "ui/views/wrapped_label.h"

namespace weighmaster::ui {

/// Shared with the thread that works; it outlives both.
struct ExportDialog::Box {
  std::mutex mutex;
  base::Progress progress;
};

namespace {

constexpr int lookEveryMilliseconds = 100;

}  // namespace

ExportDialog::ExportDialog(std::shared_ptr<const Services> services, ExportOrder order,
                           std::filesystem::path about, QWidget* parent)
    : QDialog(parent),
      services_(std::move(services)),
      about_(std::move(about)),
      order_(std::move(order)),
      headline_(new WrappedLabel(this)),
      line_(new WrappedLabel(this)),
      bar_(new QProgressBar(this)) {
  setWindowTitle(tr("Export report"));
  order_.program = "Weighmaster " + QCoreApplication::applicationVersion().toStdString();
  headline_->setObjectName(QStringLiteral("exportHeadline"));
  headline_->setFont(boldFont(largeFont(font())));
  line_->setObjectName(QStringLiteral("exportLine"));
  bar_->setAccessibleName(tr("Progress"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(3 * unit, 3 * unit, 3 * unit, 2 * unit);
  column->setSpacing(2 * unit);
  column->addWidget(headline_);
  column->addWidget(line_);
  makeChoices();
  column->addWidget(bar_);
  column->addStretch();
  makeButtons();
  connect(&timer_, &QTimer::timeout, this, &ExportDialog::showProgress);
  resize(fontMetrics().averageCharWidth() * 84, fontMetrics().height() * 18);
  setState(State::choosing);
}

ExportDialog::~ExportDialog() {
  stop_.request_stop();
}

void ExportDialog::makeChoices() {
  choices_ = new QWidget(this);
  form_ = new QComboBox(choices_);
  form_->setObjectName(QStringLiteral("exportForm"));
  form_->addItem(tr("PDF, to keep and to print"));
  form_->addItem(tr("Web page, for screen readers too"));
  form_->addItem(tr("JSON, for programs"));
  paper_ = new QComboBox(choices_);
  paper_->setObjectName(QStringLiteral("exportPaper"));
  paper_->addItem(tr("A4"));
  paper_->addItem(tr("Letter"));
  paper_->setCurrentIndex(usualPaper(QLocale::system()) == Paper::a4 ? 0 : 1);
  auto* rows = new QFormLayout(choices_);
  rows->setContentsMargins(0, 0, 0, 0);
  rows->setSpacing(unit);
  auto* formLabel = new QLabel(tr("&Form"), choices_);
  formLabel->setBuddy(form_);
  rows->addRow(formLabel, form_);
  paperLabel_ = new QLabel(tr("&Paper"), choices_);
  paperLabel_->setBuddy(paper_);
  rows->addRow(paperLabel_, paper_);
  layout()->addWidget(choices_);
  connect(form_, &QComboBox::currentIndexChanged, this, &ExportDialog::explainForm);
}

void ExportDialog::makeButtons() {
  auto* row = new QHBoxLayout;
  const auto button = [&](const char* name, const QString& text, auto press) {
    auto* made = new QPushButton(text, this);
    made->setObjectName(QLatin1String(name));
    made->setAutoDefault(false);
    makeRoomy(*made);
    connect(made, &QPushButton::clicked, this, press);
    row->addWidget(made);
    return made;
  };
  open_ = button("exportOpen", tr("&Open it"), [this] { openFile(order_.target); });
  folder_ = button("exportFolder", tr("Show in &folder"), [this] { openFile(order_.target.parent_path()); });
  replace_ = button("exportReplace", tr("&Replace it"), [this] { start(base::Existing::replace); });
  row->addStretch();
  export_ = button("exportStart", tr("&Export…"), [this] { chooseTarget(); });
  export_->setDefault(true);
  cancel_ = button("exportCancel", tr("Cancel"), [this] { stop_.request_stop(); });
  close_ = button("exportClose", tr("Close"), [this] { reject(); });
  static_cast<QVBoxLayout*>(layout())->addLayout(row);
}

Form ExportDialog::form() const {
  return static_cast<Form>(form_->currentIndex());
}

void ExportDialog::setState(State state) {
  choices_->setVisible(state == State::choosing);
  bar_->setVisible(state == State::working);
  cancel_->setVisible(state == State::working);
  close_->setVisible(state != State::working);
  export_->setVisible(state == State::choosing || state == State::exists);
  export_->setText(state == State::exists ? tr("Another &name…") : tr("&Export…"));
  replace_->setVisible(state == State::exists);
  const bool canOpen = state == State::done && services_->openBrowser;
  open_->setVisible(canOpen);
  folder_->setVisible(canOpen);
  if (state == State::choosing) explainForm();
  if (state == State::working)
    timer_.start(lookEveryMilliseconds);
  else
    timer_.stop();
}

void ExportDialog::explainForm() {
  const bool isPdf = form() == Form::pdf;
  paper_->setEnabled(isPdf);
  paperLabel_->setEnabled(isPdf);
  auto line =
      tr("The evidence goes with it, so that anybody can check the report again, on any computer and "
         "years later.");
  const auto anew = std::count_if(order_.models.begin(), order_.models.end(),
                                  [](const ExportModel& model) { return !model.report; });
  if (anew > 0)
    line += u' ' + (anew == 1 ? tr("For it one large model is read again.")
                              : tr("For it %1 large models are read again.").arg(grouped(anew)));
  say(order_.scope ? tr("Export one report of all models") : tr("Export the report of this check"), line);
}

void ExportDialog::say(const QString& headline, const QString& line) {
  headline_->setText(headline);
  line_->setText(line);
  line_->setVisible(!line.isEmpty());
}

void ExportDialog::chooseTarget() {
  const QStringList filters{tr("PDF (*.pdf)"), tr("Web page (*.html)"), tr("JSON (*.json)")};
  // One place of several gives no name to all.
  std::filesystem::path name = order_.scope ? "models" : about_.filename();
  name += "-report" + endingOf(form());
  const Choice choice{tr("Export report"),  QFileDialog::AnyFile,    filters.at(form_->currentIndex()),
                      about_.parent_path(), QFileDialog::AcceptSave, std::move(name)};
  ui::choose(this, choice, [this](const auto& path) { exportTo(path); });
}

void ExportDialog::exportTo(const std::filesystem::path& target) {
  order_.target = target;
  if (const auto named = formNamed(target))
    form_->setCurrentIndex(static_cast<int>(*named));
  else
    order_.target += endingOf(form());
  order_.form = form();
  order_.paper = paper_->currentIndex() == 0 ? Paper::a4 : Paper::letter;
  start(base::Existing::keep);
}

void ExportDialog::start(base::Existing existing) {
  order_.existing = existing;
  stop_ = std::stop_source();
  box_ = std::make_shared<Box>();
  bar_->setRange(0, 0);
  say(tr("Making the report"), {});
  setState(State::working);
  inBackground(
      this,
      [order = order_, box = box_, stop = stop_.get_token()]() -> Outcome {
        const base::Task task{stop, [box](const base::Progress& progress) {
                                const std::scoped_lock lock(box->mutex);
                                box->progress = progress;
                              }};
        return std::make_shared<const base::Result<void>>(exportReport(order, task));
      },
      [this](const Outcome& outcome) { take(*outcome); });
}

void ExportDialog::take(const base::Result<void>& outcome) {
  const auto name = shownPath(order_.target);
  if (outcome) {
    setState(State::done);
    return say(tr("The report was written"), name);
  }
  const auto code = outcome.error().code;
  setState(code == base::Code::file_exists ? State::exists : State::choosing);
  if (code == base::Code::file_exists) return say(tr("There is a file of this name"), name);
  if (code == base::Code::task_cancelled) return say(tr("Nothing was written"), tr("You stopped it."));
  say(tr("Nothing was written"),
      ui::say(words::what_is_so(outcome.error())) + u' ' + ui::say(words::what_to_do(code)));
}

void ExportDialog::showProgress() {
  const std::scoped_lock lock(box_->mutex);
  const auto& progress = box_->progress;
  if (progress.files_total == 0) return;
  constexpr int whole = 1000;
  bar_->setRange(0, whole);
  bar_->setValue(static_cast<int>(whole * progress.files_done / progress.files_total));
}

void ExportDialog::openFile(const std::filesystem::path& path) {
  const auto address = QUrl::fromLocalFile(fromPath(path)).toString(QUrl::FullyEncoded);
  if (!services_->openBrowser(address)) say(tr("It could not be opened"), shownPath(path));
}

}  // namespace weighmaster::ui
