#include "ui/views/progress_card.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/models/text.h"
#include "ui/views/panel.h"
#include "ui/views/theme.h"
#include "ui/views/wrapped_label.h"
#include "words/progress.h"

namespace weighmaster::ui {

ProgressCard::ProgressCard(QWidget* parent)
    : QFrame(parent),
      headline_(new WrappedLabel(this)),
      line_(new WrappedLabel(this)),
      bar_(new QProgressBar(this)),
      cancel_(new QPushButton(tr("Cancel"), this)) {
  headline_->setObjectName(QStringLiteral("progressHeadline"));
  bar_->setTextVisible(false);
  bar_->setRange(0, 1000);
  bar_->setFixedHeight(unit);
  bar_->setAccessibleName(tr("Progress of the check"));
  cancel_->setObjectName(QStringLiteral("cancel"));
  cancel_->setAccessibleName(tr("Cancel the check"));
  connect(cancel_, &QPushButton::clicked, this, &ProgressCard::cancelled);
  connect(&meter_, &PaceMeter::told, this, &ProgressCard::tell);

  auto* column = new QVBoxLayout;
  column->setSpacing(unit);
  column->addWidget(headline_);
  column->addWidget(line_);
  column->addWidget(bar_);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(3 * unit, 2 * unit, 2 * unit, 2 * unit);
  row->setSpacing(2 * unit);
  row->addLayout(column, 1);
  row->addWidget(cancel_, 0, Qt::AlignVCenter);
  setFonts();
}

void ProgressCard::setFonts() {
  headline_->setFont(headlineFont(font()));
  line_->setFont(largeFont(font()));
  makeRoomy(*cancel_);
}

void ProgressCard::wait() {
  begin();
  headline_->setText(tr("Waiting for its turn"));
  line_->setText(tr("Another model is being checked. This one begins as soon as that one is done."));
}

void ProgressCard::begin() {
  isStopping_ = false;
  meter_.begin();
  headline_->setText(tr("Reading the signature"));
  line_->setText(tr("Then the files are checked against it."));
  bar_->setValue(0);
  cancel_->setEnabled(true);
  headline_->setColour(toneColours(palette(), words::Tone::neutral).text);
}

void ProgressCard::setProgress(const base::Progress& progress) {
  if (!isStopping_) meter_.take(progress);
}

void ProgressCard::tell(const base::Progress& progress, const base::Pace& pace) {
  headline_->setText(say(words::what_it_is_at(progress)));
  // Before anything is hashed it stands as it began.
  if (const auto line = paceText(progress, pace); !line.isEmpty()) line_->setText(line);
  if (progress.bytes_total > 0)
    bar_->setValue(static_cast<int>(base::share_done(progress) * bar_->maximum()));
}

void ProgressCard::end() {
  meter_.end();
}

void ProgressCard::setStopping() {
  isStopping_ = true;
  meter_.end();
  headline_->setText(tr("Stopping"));
  cancel_->setEnabled(false);
}

void ProgressCard::paintEvent(QPaintEvent*) {
  const auto colours = toneColours(palette(), words::Tone::neutral);
  QPainter painter(this);
  paintPanel(painter, *this, {colours.background, colours.border, colours.text, hasFocus()});
}

void ProgressCard::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) {
    headline_->setColour(toneColours(palette(), words::Tone::neutral).text);
  }
  if (event->type() == QEvent::FontChange) setFonts();
  QFrame::changeEvent(event);
}

QString paceText(const base::Progress& progress, const base::Pace& pace) {
  return own(words::pace_line(progress, pace, [](std::string_view text) { return say(text).toStdString(); }));
}

}  // namespace weighmaster::ui
