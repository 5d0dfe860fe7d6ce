#include "ui/views/trust_dialog.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/jobs/background.h"
#include "ui/models/text.h"
#include "ui/views/choose.h"
#include "ui/views/facts_form.h"
#include "ui/views/theme.h"
#include "ui/views/trust_facts.h"
#include "ui/views/wrapped_label.h"

namespace weighmaster::ui {

TrustDialog::TrustDialog(std::shared_ptr<const Services> services, QWidget* parent)
    : QDialog(parent),
      services_(std::move(services)),
      headline_(new WrappedLabel(this)),
      line_(new WrappedLabel(this)),
      bar_(new QProgressBar(this)),
      form_(new FactsForm(this)) {
  setWindowTitle(tr("Trust root"));
  headline_->setObjectName(QStringLiteral("trustHeadline"));
  headline_->setFont(boldFont(largeFont(font())));
  line_->setObjectName(QStringLiteral("trustLine"));
  line_->setBoldQuotes(true);
  bar_->setRange(0, 0);
  bar_->setAccessibleName(tr("Progress"));
  auto* area = new QScrollArea(this);
  area->setWidgetResizable(true);
  area->setFrameShape(QFrame::NoFrame);
  auto* content = new QWidget(this);
  auto* inner = new QVBoxLayout(content);
  inner->setContentsMargins(0, 0, unit, 0);
  inner->addWidget(form_);
  inner->addStretch();
  area->setWidget(content);
  area->setAccessibleName(tr("What the trusted root holds"));

  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(3 * unit, 3 * unit, 3 * unit, 2 * unit);
  column->setSpacing(2 * unit);
  column->addWidget(headline_);
  column->addWidget(line_);
  column->addWidget(bar_);
  column->addWidget(area, 1);
  makeButtons();
  resize(fontMetrics().averageCharWidth() * 100, fontMetrics().height() * 36);
  read();
}

TrustDialog::~TrustDialog() {
  stop_.request_stop();
}

void TrustDialog::makeButtons() {
  auto* row = new QHBoxLayout;
  const auto button = [&](const char* name, const QString& text, void (TrustDialog::*press)()) {
    auto* made = new QPushButton(text, this);
    made->setObjectName(QLatin1String(name));
    made->setAutoDefault(false);
    makeRoomy(*made);
    connect(made, &QPushButton::clicked, this, press);
    row->addWidget(made);
    return made;
  };
  update_ = button("trustUpdate", tr("&Update"), &TrustDialog::update);
  import_ = button("trustImport", tr("&Import…"), &TrustDialog::importFile);
  usual_ = button("trustUsual", tr("&Back to Sigstore's public instance"), &TrustDialog::useUsual);
  accept_ = button("trustAccept", tr("Use &these keys"), &TrustDialog::import);
  cancel_ = button("trustCancel", tr("Cancel"), &TrustDialog::cancel);
  row->addStretch();
  close_ = button("trustClose", tr("Close"), &QDialog::reject);
  static_cast<QVBoxLayout*>(layout())->addLayout(row);
}

void TrustDialog::setState(State state) {
  state_ = state;
  const bool idle = state == State::idle;
  const bool kept = services_->trust != nullptr;
  bar_->setVisible(state == State::updating || state == State::reading);
  update_->setVisible(idle && kept);
  import_->setVisible(idle);
  usual_->setVisible(idle && kept && !services_->trust->isUsual());
  accept_->setVisible(state == State::looking);
  cancel_->setVisible(state == State::updating || state == State::looking);
  // Where something is asked, one button says no.
  close_->setVisible(state != State::looking);
}

void TrustDialog::say(const QString& headline, const QString& line) {
  headline_->setText(headline);
  line_->setText(line);
  line_->setVisible(!line.isEmpty());
}

void TrustDialog::run(State state, const QString& line, Work work, std::function<void(const Answer&)> then) {
  stop_.request_stop();
  stop_ = std::stop_source();
  say(tr("Trust root"), line);
  setState(state);
  using Outcome = std::shared_ptr<const Answer>;
  inBackground(
      this,
      [work = std::move(work), stop = stop_.get_token()]() -> Outcome {
        return std::make_shared<const Answer>(work({stop, {}}));
      },
      [this, then = std::move(then), stop = stop_.get_token()](const Outcome& outcome) {
        if (!stop.stop_requested()) then(*outcome);
      });
}

void TrustDialog::read() {
  const auto what =
      tr("Signatures without a key of their own are checked against these logs and authorities.");
  if (!services_->trust) {
    // A file of the command line, for as long as the window is open; or there is no place to keep anything.
    setState(State::idle);
    if (!services_->trustedRoot)
      return say(tr("No trust root"), tr("Signatures without a key of their own can't be checked here."));
    say(tr("Trust root"), what);
    update::TrustInUse given;
    given.root = services_->trustedRoot;
    form_->add(tr("Given"), shown(services_->trustFacts.source, 300));
    return showTrust(*form_, given, services_->now());
  }
  run(
      State::reading, tr("Reading what is kept."),
      [desk = services_->trust](const base::Task&) { return desk->inUse(); },
      [this, what](const Answer& answer) {
        setState(State::idle);
        if (!answer) return say(tr("No trust root can be used"), ui::say(words::what_is_so(answer.error())));
        say(tr("Trust root"), what);
        fill(*answer);
      });
}

void TrustDialog::fill(const update::TrustInUse& trust) {
  form_->clear();
  showTrust(*form_, trust, services_->now());
}

void TrustDialog::update() {
  if (!services_->trust || state_ == State::updating) return;
  run(
      State::updating, tr("Asking for a fresher one. What is in use stays in use until it is verified."),
      [desk = services_->trust, now = services_->now()](const base::Task& task) {
        return desk->update(now, task);
      },
      [this](const Answer& answer) {
        if (answer && !services_->trust->isUsual() && answer->name == update::Store::public_name) {
          setState(State::idle);
          return say(tr("Updated"), tr("Sigstore's public trust root was updated. In use is still what was "
                                       "imported from a file."));
        }
        take(answer, tr("Updated and verified"));
      });
}

void TrustDialog::importFile() {
  const Choice choice{tr("Choose a trusted root"),
                      QFileDialog::ExistingFile,
                      tr("Trusted roots (*.json);;All files (*)"),
                      {}};
  ui::choose(this, choice, [this](const auto& path) { look(path); });
}

void TrustDialog::look(const std::filesystem::path& file) {
  file_ = file;
  run(
      State::reading, tr("Reading the file."),
      [file, now = services_->now()](const base::Task&) { return TrustDesk::look(file, now); },
      [this](const Answer& answer) {
        if (!answer) {
          setState(State::idle);
          return say(tr("This is no trusted root"), ui::say(words::what_is_so(answer.error())));
        }
        looked_ = *answer;
        setState(State::looking);
        say(tr("Use these keys from now on?"),
            tr("Nothing is changed yet. Whoever has these keys can sign in any name that you expect. Compare "
               "the SHA-256 with what the operator publishes."));
        fill(*answer);
      });
}

void TrustDialog::import() {
  // Where nothing is kept, it counts as long as the window is open.
  if (!services_->trust) return take(looked_, tr("Imported, and in use until the window is closed"));
  run(
      State::reading, tr("Writing it down."),
      [desk = services_->trust, file = file_, now = services_->now()](const base::Task&) {
        return desk->import(file, now);
      },
      [this](const Answer& answer) { take(answer, tr("Imported, and in use from now on")); });
}

void TrustDialog::useUsual() {
  run(
      State::reading, tr("Reading what is kept."),
      [desk = services_->trust](const base::Task&) { return desk->useUsual(); },
      [this](const Answer& answer) { take(answer, tr("Sigstore's public instance is in use")); });
}

void TrustDialog::cancel() {
  stop_.request_stop();
  read();
}

void TrustDialog::take(const Answer& answer, const QString& done) {
  setState(State::idle);
  if (!answer) {
    return say(tr("Nothing was changed"), ui::say(words::what_is_so(answer.error())) + u' ' +
                                              ui::say(words::what_to_do(answer.error().code)));
  }
  say(done, {});
  fill(*answer);
  emit changed(std::make_shared<const update::TrustInUse>(*answer));
}

}  // namespace weighmaster::ui
