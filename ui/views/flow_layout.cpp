#include "ui/views/flow_layout.h"

#include <QWidget>
#include <algorithm>
#include <climits>

namespace weighmaster::ui {
namespace {

bool isHidden(QLayoutItem* item) {
  return item->widget() && item->widget()->isHidden();
}

}  // namespace

FlowLayout::FlowLayout(int spacing) {
  setContentsMargins(0, 0, 0, 0);
  setSpacing(spacing);
}

FlowLayout::~FlowLayout() {
  qDeleteAll(items_);
}

QLayoutItem* FlowLayout::takeAt(int index) {
  return index >= 0 && index < items_.size() ? items_.takeAt(index) : nullptr;
}

int FlowLayout::heightForWidth(int width) const {
  return arrange({0, 0, width, 0}, Moving::no);
}

QSize FlowLayout::sizeHint() const {
  QSize size;
  for (auto* item : items_) {
    if (isHidden(item)) continue;
    const auto hint = item->sizeHint();
    size = {size.width() + hint.width() + spacing(), std::max(size.height(), hint.height())};
  }
  return size;
}

QSize FlowLayout::minimumSize() const {
  QSize size;
  for (auto* item : items_) {
    if (!isHidden(item)) size = size.expandedTo(item->minimumSize());
  }
  return size;
}

void FlowLayout::setGeometry(const QRect& rect) {
  QLayout::setGeometry(rect);
  arrange(rect, Moving::yes);
}

int FlowLayout::arrange(const QRect& rect, Moving moving) const {
  int y = rect.y();
  for (qsizetype first = 0; first < items_.size();) {
    int height = 0;
    const auto end = endOfLine(first, rect.width(), height);
    if (first > 0) y += spacing();
    int x = rect.x();
    for (; first < end; ++first) {
      auto* item = items_.at(first);
      if (isHidden(item)) continue;
      // What may be narrower gives way before the line does.
      const auto hint =
          item->sizeHint().boundedTo({std::max(rect.width(), item->minimumSize().width()), INT_MAX});
      // A field is lower than the buttons beside it.
      if (moving == Moving::yes) item->setGeometry({{x, y + (height - hint.height()) / 2}, hint});
      x += hint.width() + spacing();
    }
    y += height;
  }
  return y - rect.y();
}

qsizetype FlowLayout::endOfLine(qsizetype first, int width, int& height) const {
  int x = 0;
  auto at = first;
  for (; at < items_.size(); ++at) {
    if (isHidden(items_.at(at))) continue;
    const auto hint = items_.at(at)->sizeHint();
    if (x > 0 && x + hint.width() > width) break;
    x += hint.width() + spacing();
    height = std::max(height, hint.height());
  }
  return at;
}

}  // namespace weighmaster::ui
