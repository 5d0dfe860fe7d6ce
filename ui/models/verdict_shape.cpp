#include "ui/models/verdict_shape.h"

#include <QPainterPath>
#include <cmath>
#include <numbers>

#include "words/words.h"

namespace weighmaster::ui {
namespace {

// All shapes stand on a field of 40 by 40.
constexpr double field = 40;

QPainterPath shield() {
  QPainterPath path({20, 3});
  path.cubicTo(24, 6, 30, 8, 36, 8);
  path.lineTo(36, 19);
  path.cubicTo(36, 28, 29, 34, 20, 38);
  path.cubicTo(11, 34, 4, 28, 4, 19);
  path.lineTo(4, 8);
  path.cubicTo(10, 8, 16, 6, 20, 3);
  return path;
}

QPainterPath polygon(int corners, double radius, QPointF middle) {
  QPainterPath path;
  for (int i = 0; i < corners; ++i) {
    const double turn = (2 * i + 1) * std::numbers::pi / corners;
    const QPointF corner(middle.x() + radius * std::sin(turn), middle.y() + radius * std::cos(turn));
    if (i == 0)
      path.moveTo(corner);
    else
      path.lineTo(corner);
  }
  path.closeSubpath();
  return path;
}

QPainterPath outline(VerdictShape shape) {
  QPainterPath circle;
  switch (shape) {
    case VerdictShape::shield:
      return shield();
    case VerdictShape::octagon:
      return polygon(8, 19, {20, 20});
    case VerdictShape::triangle:
      return polygon(3, 21, {20, 24});
    default:
      circle.addEllipse(QPointF(20, 20), 17, 17);
  }
  return circle;
}

void paintTick(QPainter& painter) {
  painter.drawPolyline(QPolygonF({{13, 20}, {18, 25.5}, {27, 14}}));
}

/// The stroke and dot of an exclamation mark, or upside down of an "i".
void paintStroke(QPainter& painter, double top, double bottom, double dot) {
  painter.drawLine(QPointF(20, top), QPointF(20, bottom));
  painter.drawPoint(QPointF(20, dot));
}

void paintQuestion(QPainter& painter) {
  QPainterPath path({15, 16});
  path.cubicTo(15, 10, 25, 10, 25, 16);
  path.cubicTo(25, 20, 20, 19.5, 20, 24);
  painter.drawPath(path);
  painter.drawPoint(QPointF(20, 29));
}

}  // namespace

VerdictShape shapeOf(verdict::Verdict verdict) {
  switch (words::tone(verdict)) {
    case words::Tone::good:
      return VerdictShape::shield;
    case words::Tone::bad:
      return VerdictShape::octagon;
    case words::Tone::caution:
      break;
    case words::Tone::neutral:
      return VerdictShape::information;
  }
  return verdict == verdict::Verdict::extra_files ? VerdictShape::triangle : VerdictShape::question;
}

void paintShape(QPainter& painter, VerdictShape shape, const QRectF& rect, const QColor& colour) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.translate(rect.topLeft());
  painter.scale(rect.width() / field, rect.height() / field);
  painter.setPen(QPen(colour, 2.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter.drawPath(outline(shape));
  painter.setPen(QPen(colour, 3.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  switch (shape) {
    case VerdictShape::shield:
      paintTick(painter);
      break;
    case VerdictShape::octagon:
      paintStroke(painter, 11, 22, 28.5);
      break;
    case VerdictShape::triangle:
      paintStroke(painter, 15, 24, 29.5);
      break;
    case VerdictShape::question:
      paintQuestion(painter);
      break;
    case VerdictShape::information:
      paintStroke(painter, 19, 28.5, 12);
      break;
  }
  painter.restore();
}

}  // namespace weighmaster::ui
