#include "ui/views/consent_view.h"

#include <QEvent>
#include <QVBoxLayout>

#include "ui/models/text.h"
#include "ui/views/panel.h"
#include "ui/views/theme.h"
#include "ui/views/wrapped_label.h"
#include "words/phrases.h"
#include "words/services.h"

namespace weighmaster::ui {
namespace {

/// One of a list, with a dot before it.
QString point(const trust::Disclosure& disclosure) {
  return QStringLiteral("• ") + say(words::what_leaves(disclosure));
}

}  // namespace

ConsentView::ConsentView(const trust::Consent& consent, QWidget* parent)
    : QWidget(parent), headline_(new WrappedLabel(this)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(2 * unit, unit, 2 * unit, unit);
  column->setSpacing(unit / 2);
  const auto add = [&](const QString& text, int before) {
    auto* label = new WrappedLabel(this);
    label->setText(text);
    column->addSpacing(before);
    column->addWidget(label);
  };
  headline_->setText(say(words::phrases::consent_public));
  column->addWidget(headline_);
  for (const auto& each : consent.public_for_ever) add(point(each), 0);
  add(say(words::phrases::consent_sent), unit);
  for (const auto& each : consent.sent) add(point(each), 0);
  add(say(words::phrases::consent_stays), unit);
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
