#include "ui/views/edged_style.h"

#include <QPainter>
#include <QStyleOption>

#include "ui/models/tone_colours.h"

namespace weighmaster::ui {
namespace {

/// Black and white are 21:1 apart; nobody chooses so much without a need for it.
constexpr double highest = 20;

bool isOfHighestContrast(const QPalette& palette) {
  return contrast(palette.color(QPalette::WindowText), palette.color(QPalette::Window)) >= highest;
}

}  // namespace

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
