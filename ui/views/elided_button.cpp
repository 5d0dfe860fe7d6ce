#include "ui/views/elided_button.h"

#include <QStyleOptionButton>
#include <QStylePainter>
#include <algorithm>

#include "ui/views/panel.h"
#include "ui/views/theme.h"

namespace weighmaster::ui {

QSize ElidedButton::sizeHint() const {
  return QPushButton::sizeHint() + buttonRoom;
}

QSize ElidedButton::minimumSizeHint() const {
  constexpr int fewest = 10;  // letters
  const auto hint = sizeHint();
  return {std::min(hint.width(), fontMetrics().averageCharWidth() * fewest), hint.height()};
}

QString ElidedButton::fittingText() const {
  return fontMetrics().elidedText(text(), Qt::ElideMiddle, width() - 2 * unit, Qt::TextShowMnemonic);
}

void ElidedButton::paintEvent(QPaintEvent*) {
  QStyleOptionButton option;
  initStyleOption(&option);
  option.text = fittingText();
  QStylePainter(this).drawControl(QStyle::CE_PushButton, option);
}

bool ElidedButton::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QPushButton::event(event);
  const bool isWhole = fittingText() == text();
  showPlainToolTip(*static_cast<QHelpEvent*>(event), isWhole ? QString() : text(), this);
  return true;
}

}  // namespace weighmaster::ui
