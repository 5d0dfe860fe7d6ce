#include "ui/views/roomy_column.h"

#include <QEvent>
#include <QHeaderView>
#include <QTreeView>
#include <algorithm>

namespace weighmaster::ui {
namespace {

/// Letters of a path or a name that tell it from others.
constexpr int readable = 30;

}  // namespace

RoomyColumn::RoomyColumn(QTreeView* view, int column, int outcome)
    : QObject(view), view_(view), column_(column), outcome_(outcome) {
  view->header()->setSectionResizeMode(column, QHeaderView::Fixed);
  view->viewport()->installEventFilter(this);
  connect(view->header(), &QHeaderView::sectionResized, this, [this](int section) {
    if (section != column_) fit();
  });
  fit();
}

bool RoomyColumn::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Resize) fit();
  return QObject::eventFilter(watched, event);
}

void RoomyColumn::fit() {
  auto* header = view_->header();
  const int others = header->length() - header->sectionSize(column_);
  const int least = view_->fontMetrics().averageCharWidth() * readable;
  const int left = view_->viewport()->width() - others;
  header->resizeSection(column_, std::max(left, least));
  if (outcome_ >= 0) placeOutcome(left < least);
}

void RoomyColumn::placeOutcome(bool isNarrow) {
  auto* header = view_->header();
  const int place = isNarrow ? header->visualIndex(column_) + 1 : outcome_;
  if (header->visualIndex(outcome_) != place) header->moveSection(header->visualIndex(outcome_), place);
}

}  // namespace weighmaster::ui
