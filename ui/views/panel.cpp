#include "ui/views/panel.h"

#include <QPainterPath>
#include <QToolTip>

#include "ui/models/reading_order.h"
#include "ui/views/theme.h"

namespace weighmaster::ui {

void paintPanel(QPainter& painter, const QWidget& widget, const PanelLook& look) {
  constexpr double radius = unit;
  const auto area = QRectF(widget.rect()).adjusted(1, 1, -1, -1);
  QPainterPath shape;
  shape.addRoundedRect(area, radius, radius);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.fillPath(shape, look.ground);
  if (look.bar.isValid()) {
    painter.save();
    painter.setClipPath(shape);
    painter.fillRect(QRectF(area.left(), area.top(), 6, area.height()), look.bar);
    painter.restore();
  }
  const auto focus = widget.palette().color(QPalette::Highlight);
  painter.setPen(look.focused ? QPen(focus, 2) : QPen(look.line, 1));
  painter.drawPath(shape);
}

QString plainToolTip(const QString& text) {
  if (text.isEmpty()) return {};
  auto escaped = ReadingOrder(text).text().toHtmlEscaped();
  return QStringLiteral("<p style=\"white-space:pre-wrap\">") +
         escaped.replace(u'\n', QStringLiteral("<br>")) + QStringLiteral("</p>");
}

void showPlainToolTip(const QHelpEvent& event, const QString& text, QWidget* widget) {
  QToolTip::showText(event.globalPos(), plainToolTip(text), widget);
}

}  // namespace weighmaster::ui
