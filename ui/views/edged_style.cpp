#include "ui/views/edged_style.h"

#include <QApplication>
#include <QPainter>
#include <QStyleOption>
#include <algorithm>

#include "ui/models/tone_colours.h"

namespace weighmaster::ui {
namespace {

bool isField(QStyle::PrimitiveElement element) {
  return element == QStyle::PE_FrameLineEdit || element == QStyle::PE_IndicatorCheckBox;
}

bool holdsSomething(QStyle::PrimitiveElement element) {
  return element == QStyle::PE_PanelButtonCommand || element == QStyle::PE_Frame ||
         element == QStyle::PE_FrameTabWidget;
}

void drawEdge(QPainter* painter, const QRect& around, const QColor& colour) {
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing, false);
  painter->setBrush(Qt::NoBrush);
  painter->setPen(colour);
  painter->drawRect(around.adjusted(0, 0, -1, -1));
  painter->restore();
}

/// Where the keyboard is, is seen by the edge.
QColor edge(const QStyleOption& option) {
  const bool isEnabled = option.state.testFlag(QStyle::State_Enabled);
  const auto group = isEnabled ? QPalette::Active : QPalette::Disabled;
  const bool hasFocus = isEnabled && option.state.testFlag(QStyle::State_HasFocus);
  return option.palette.color(group, hasFocus ? QPalette::Highlight : QPalette::WindowText);
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
  if (isOfHighestContrast(option->palette)) {
    if (isField(element) || holdsSomething(element)) drawEdge(painter, option->rect, edge(*option));
  } else if (isDark(option->palette) && isField(element) && !option->state.testFlag(State_HasFocus)) {
    drawEdge(painter, option->rect, controlLine(option->palette));
  }
}

void EdgedStyle::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                             const QWidget* widget) const {
  QProxyStyle::drawControl(element, option, painter, widget);
  const bool isTab = element == CE_TabBarTabShape;
  if (!isOfHighestContrast(option->palette) || (!isTab && element != CE_ProgressBarGroove)) return;
  drawEdge(painter, option->rect, option->palette.color(QPalette::WindowText));
  if (!isTab || !option->state.testFlag(State_Selected)) return;
  constexpr int thick = 4;
  const auto& tab = option->rect;
  painter->fillRect(tab.left(), tab.bottom() - thick, tab.width(), thick,
                    option->palette.color(QPalette::Highlight));
}

void EdgedStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                                    QPainter* painter, const QWidget* widget) const {
  QProxyStyle::drawComplexControl(control, option, painter, widget);
  if (!isOfHighestContrast(option->palette)) return;
  if (control == CC_SpinBox) drawEdge(painter, option->rect, edge(*option));
  if (control != CC_ScrollBar) return;
  const auto handle = proxy()->subControlRect(control, option, SC_ScrollBarSlider, widget);
  drawEdge(painter, handle, option->palette.color(QPalette::WindowText));
}

}  // namespace weighmaster::ui
