#include "ui/report/row.h"

#include <algorithm>

#include "ui/report/ink.h"

namespace weighmaster::ui {

qreal markWidth(const Type& type) {
  return 1.4 * type.size();
}

int Row::add(const Copy& copy, const Type& type, const Place& place) {
  auto inside = place;
  if (place.mark != words::FactMark::none) {
    inside.x += markWidth(type);
    inside.width -= markWidth(type);
  }
  SetText text(copy, type, inside.width);
  const int lines = text.lines();
  lines_ = std::max(lines_, place.line + lines);
  texts_.push_back({std::move(text), inside, type.size()});
  return lines;
}

void Row::draw(QPainter& painter, int from, int to, QPointF top) const {
  for (const auto& [text, place, size] : texts_) {
    const auto begin = std::max(from, place.line);
    const auto end = std::min(to, place.line + text.lines());
    const auto x = place.toRight ? place.x + place.width - text.width() : place.x;
    painter.setPen(place.ink.isValid() ? place.ink : ink::text);
    for (int line = begin; line < end; ++line) {
      const QPointF corner = top + QPointF(x, (line - from) * leading_);
      if (line == place.line && place.mark != words::FactMark::none)
        paintMark(painter, place.mark,
                  QRectF(corner - QPointF(1.4 * size, (size - leading_) / 2), QSizeF(size, size)));
      text.draw(painter, line - place.line, corner);
    }
  }
}

}  // namespace weighmaster::ui
