#include "ui/views/elided_label.h"

#include <QPainter>

#include "ui/models/reading_order.h"
#include "ui/views/panel.h"

namespace weighmaster::ui {

ElidedLabel::ElidedLabel(QWidget* parent) : QLabel(parent) {
  setTextFormat(Qt::PlainText);
}

QSize ElidedLabel::minimumSizeHint() const {
  constexpr int fewest = 8;  // letters
  return {fontMetrics().averageCharWidth() * fewest, QLabel::minimumSizeHint().height()};
}

QString ElidedLabel::fittingText() const {
  return fontMetrics().elidedText(ReadingOrder(text()).text(), Qt::ElideRight, contentsRect().width());
}

void ElidedLabel::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setPen(palette().color(foregroundRole()));
  painter.drawText(contentsRect(), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, fittingText());
}

bool ElidedLabel::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QLabel::event(event);
  const bool isWhole = fittingText() == ReadingOrder(text()).text();
  showPlainToolTip(*static_cast<QHelpEvent*>(event), isWhole ? QString() : text(), this);
  return true;
}

}  // namespace weighmaster::ui
