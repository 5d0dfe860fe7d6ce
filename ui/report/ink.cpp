#include "ui/report/ink.h"

#include <QPainterPath>
#include <QPalette>

namespace weighmaster::ui {
namespace {

words::Tone toneOf(words::FactMark mark) {
  switch (mark) {
    case words::FactMark::good:
      return words::Tone::good;
    case words::FactMark::bad:
      return words::Tone::bad;
    case words::FactMark::doubt:
      return words::Tone::caution;
    default:
      return words::Tone::neutral;
  }
}

// All signs stand on a field of 10 by 10.
QPainterPath pathOf(words::FactMark mark) {
  QPainterPath path;
  switch (mark) {
    case words::FactMark::good:
      path.moveTo(1, 5.5);
      path.lineTo(4, 8.5);
      path.lineTo(9, 1.5);
      break;
    case words::FactMark::bad:
      path.moveTo(1.5, 1.5);
      path.lineTo(8.5, 8.5);
      path.moveTo(8.5, 1.5);
      path.lineTo(1.5, 8.5);
      break;
    case words::FactMark::doubt:
      path.moveTo(2.5, 3);
      path.cubicTo(2.5, -0.5, 7.5, -0.5, 7.5, 3);
      path.cubicTo(7.5, 5, 5, 4.8, 5, 7);
      path.moveTo(5, 9.4);
      path.lineTo(5, 9.5);
      break;
    case words::FactMark::pending:
      path.addEllipse(QPointF(5, 5), 3, 3);
      break;
    case words::FactMark::none:
      break;
  }
  return path;
}

}  // namespace

ToneColours paperColours(words::Tone tone) {
  return toneColours(QPalette(Qt::black, Qt::white), tone);
}

void paintMark(QPainter& painter, words::FactMark mark, const QRectF& square) {
  painter.save();
  painter.translate(square.topLeft());
  painter.scale(square.width() / 10, square.height() / 10);
  painter.setPen(QPen(paperColours(toneOf(mark)).text, 1.7, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter.setBrush(Qt::NoBrush);
  painter.drawPath(pathOf(mark));
  painter.restore();
}

}  // namespace weighmaster::ui
