#include "ui/views/consent_view.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>

#include "ui/models/text.h"
#include "ui/views/panel.h"
#include "ui/views/theme.h"
#include "ui/views/wrapped_label.h"
#include "words/phrases.h"
#include "words/services.h"

namespace weighmaster::ui {
namespace {}  // namespace

ConsentView::ConsentView(const trust::Consent& consent, QWidget* parent)
    : QWidget(parent), headline_(new WrappedLabel(this)) {
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(2 * unit, unit, 2 * unit, unit);
  grid->setSpacing(unit / 2);
  grid->setColumnStretch(1, 1);
  const auto add = [&](const QString& text) {
    auto* label = new WrappedLabel(this);
    label->setText(text);
    label->setContentsMargins(0, unit, 0, 0);
    grid->addWidget(label, grid->rowCount(), 0, 1, 2);
  };
  const auto addPoint = [&](const trust::Disclosure& disclosure) {
    const int row = grid->rowCount();
    auto* dot = new QLabel(QStringLiteral("•"), this);
    auto* label = new WrappedLabel(this);
    label->setText(say(words::what_leaves(disclosure)));
    grid->addWidget(dot, row, 0, Qt::AlignTop);
    grid->addWidget(label, row, 1);
  };
  headline_->setText(say(words::phrases::consent_public));
  grid->addWidget(headline_, 0, 0, 1, 2);
  for (const auto& each : consent.public_for_ever) addPoint(each);
  add(say(words::phrases::consent_sent));
  for (const auto& each : consent.sent) addPoint(each);
  add(say(words::phrases::consent_stays));
  look();
}

void ConsentView::look() {
  headline_->setFont(boldFont(font()));
}

void ConsentView::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  const auto colours = toneColours(palette(), words::Tone::caution);
  paintPanel(painter, *this, {colours.background, colours.border, colours.text});
}

void ConsentView::changeEvent(QEvent* event) {
  if (event->type() == QEvent::FontChange) look();
  QWidget::changeEvent(event);
}

}  // namespace weighmaster::ui
