#include "ui/views/verdict_icon.h"

#include <QPainter>
#include <QPainterPath>
#include <QPixmap>
#include <cmath>
#include <numbers>

#include "ui/views/theme.h"

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

QPainterPath outline(VerdictIcon::Shape shape) {
  QPainterPath circle;
  switch (shape) {
    case VerdictIcon::Shape::shield:
      return shield();
    case VerdictIcon::Shape::octagon:
      return polygon(8, 19, {20, 20});
    case VerdictIcon::Shape::triangle:
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

VerdictIcon::VerdictIcon(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void VerdictIcon::set(Shape shape, const QColor& colour) {
  shape_ = shape;
  colour_ = colour;
  update();
}

QSize VerdictIcon::sizeHint() const {
  const int side = std::max(5 * unit, fontMetrics().height() * 2);
  return {side, side};
}

VerdictIcon::Shape VerdictIcon::shapeOf(verdict::Verdict verdict) {
  switch (words::tone(verdict)) {
    case words::Tone::good:
      return Shape::shield;
    case words::Tone::bad:
      return Shape::octagon;
    case words::Tone::caution:
      break;
    case words::Tone::neutral:
      return Shape::information;
  }
  return verdict == verdict::Verdict::extra_files ? Shape::triangle : Shape::question;
}

void VerdictIcon::paint(QPainter& painter, Shape shape, const QRectF& rect, const QColor& colour) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.translate(rect.topLeft());
  painter.scale(rect.width() / field, rect.height() / field);
  painter.setPen(QPen(colour, 2.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter.drawPath(outline(shape));
  painter.setPen(QPen(colour, 3.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  switch (shape) {
    case Shape::shield:
      paintTick(painter);
      break;
    case Shape::octagon:
      paintStroke(painter, 11, 22, 28.5);
      break;
    case Shape::triangle:
      paintStroke(painter, 15, 24, 29.5);
      break;
    case Shape::question:
      paintQuestion(painter);
      break;
    case Shape::information:
      paintStroke(painter, 19, 28.5, 12);
      break;
  }
  painter.restore();
}

void VerdictIcon::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paint(painter, shape_, rect(), colour_);
}

QIcon programIcon() {
  QIcon icon;
  for (const int side : {16, 32, 64, 128, 256}) {
    QPixmap pixmap(side, side);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    VerdictIcon::paint(painter, VerdictIcon::Shape::shield, pixmap.rect(), QColor(0x1f, 0x5f, 0xa8));
    painter.end();
    icon.addPixmap(pixmap);
  }
  return icon;
}

}  // namespace weighmaster::ui
