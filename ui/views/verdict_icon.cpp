#include "ui/views/verdict_icon.h"

#include <QPainter>
#include <QPixmap>

#include "ui/views/theme.h"

namespace weighmaster::ui {

VerdictIcon::VerdictIcon(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void VerdictIcon::set(VerdictShape shape, const QColor& colour) {
  shape_ = shape;
  colour_ = colour;
  update();
}

QSize VerdictIcon::sizeHint() const {
  const int side = std::max(5 * unit, fontMetrics().height() * 2);
  return {side, side};
}

void VerdictIcon::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paintShape(painter, shape_, rect(), colour_);
}

QIcon programIcon() {
  QIcon icon;
  for (const int side : {16, 32, 64, 128, 256}) {
    QPixmap pixmap(side, side);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paintShape(painter, VerdictShape::shield, pixmap.rect(), QColor(0x1f, 0x5f, 0xa8));
    painter.end();
    icon.addPixmap(pixmap);
  }
  return icon;
}

}  // namespace weighmaster::ui
