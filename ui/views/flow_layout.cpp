#include "ui/views/flow_layout.h"

#include <QWidget>
#include <algorithm>

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
  int x = rect.x();
  int y = rect.y();
  int line = 0;
  for (auto* item : items_) {
    if (isHidden(item)) continue;
    const auto hint = item->sizeHint();
    if (x > rect.x() && x + hint.width() > rect.x() + rect.width()) {
      x = rect.x();
      y += line + spacing();
      line = 0;
    }
    if (moving == Moving::yes) item->setGeometry({{x, y}, hint});
    x += hint.width() + spacing();
    line = std::max(line, hint.height());
  }
  return y + line - rect.y();
}

}  // namespace weighmaster::ui
