#include "ui/views/edged_style.h"

#include <QApplication>
#include <QPainter>
#include <QStyleOption>
#include <algorithm>

#include "ui/models/tone_colours.h"

namespace weighmaster::ui {
namespace {

/// Black and white are 21:1 apart; nobody chooses so much without a need for it.
constexpr double highest = 20;

bool isOfHighestContrast(const QPalette& palette) {
  return contrast(palette.color(QPalette::WindowText), palette.color(QPalette::Window)) >= highest;
}

/// A mark beside text of this size: a little less than a line of it, as styles have it for text of usual
/// size.
int markSize(const QStyleOption* option, const QWidget* widget) {
  constexpr double ofLine = 0.9;
  const auto metrics = option   ? option->fontMetrics
                       : widget ? widget->fontMetrics()
                                : QFontMetrics(QApplication::font());
  return static_cast<int>(metrics.height() * ofLine);
}

}  // namespace

int EdgedStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const {
  const int usual = QProxyStyle::pixelMetric(metric, option, widget);
  const bool isMark = metric == PM_IndicatorWidth || metric == PM_IndicatorHeight ||
                      metric == PM_ExclusiveIndicatorWidth || metric == PM_ExclusiveIndicatorHeight;
  return isMark ? std::max(usual, markSize(option, widget)) : usual;
}

void EdgedStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                               const QWidget* widget) const {
  QProxyStyle::drawPrimitive(element, option, painter, widget);
  const bool hasEdge = element == PE_PanelButtonCommand || element == PE_FrameLineEdit;
  if (!hasEdge || !isOfHighestContrast(option->palette)) return;
  const bool isEnabled = option->state.testFlag(State_Enabled);
  painter->save();
  painter->setBrush(Qt::NoBrush);
  painter->setPen(
      option->palette.color(isEnabled ? QPalette::Active : QPalette::Disabled, QPalette::WindowText));
  painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
  painter->restore();
}

}  // namespace weighmaster::ui
