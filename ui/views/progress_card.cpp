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
}

void ProgressCard::wait() {
  begin();
  headline_->setText(tr("Waiting for its turn"));
  line_->setText(tr("Another model is being checked. This one begins as soon as that one is done."));
}

void ProgressCard::begin() {
  headline_->setText(tr("Reading the signature"));
  line_->setText(tr("Then the files are checked against it."));
  bar_->setValue(0);
  cancel_->setEnabled(true);
  headline_->setColour(toneColours(palette(), words::Tone::neutral).text);
}

void ProgressCard::setProgress(const base::Progress& progress, const Pace& pace) {
  if (progress.files_total > 0) {
    const auto size = own(base::format_size(progress.bytes_total));
    headline_->setText(progress.files_total == 1
                           ? tr("Checking %1 in 1 file").arg(size)
                           : tr("Checking %1 in %2 files").arg(size, grouped(qint64(progress.files_total))));
  }
  line_->setText(paceText(progress, pace));
  if (progress.bytes_total > 0) {
    const double share = static_cast<double>(progress.bytes_done) / static_cast<double>(progress.bytes_total);
    bar_->setValue(static_cast<int>(share * 1000));
  }
}

void ProgressCard::setStopping() {
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

QString paceText(const base::Progress& progress, const Pace& pace) {
  auto text = ProgressCard::tr("%1 done").arg(own(base::format_size(progress.bytes_done)));
  if (const auto speed = pace.speed()) {
    text += ProgressCard::tr(" at %1/s").arg(own(base::format_size(static_cast<std::uint64_t>(*speed))));
  }
  if (const auto left = pace.left()) text += ProgressCard::tr(", %1 left").arg(duration(*left));
  text += u'.';
  if (pace.limit() == Pace::Limit::processor) text += ProgressCard::tr(" Limited by the processor.");
  if (pace.limit() == Pace::Limit::disk) text += ProgressCard::tr(" Limited by the disk.");
  return text;
}

}  // namespace weighmaster::ui
