#include "ui/views/models_list.h"

#include <QPainter>

#include "ui/models/models_list_model.h"
#include "ui/models/reading_order.h"
#include "ui/views/panel.h"
#include "ui/views/theme.h"

namespace weighmaster::ui {

void ModelDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const {
  const auto& palette = option.palette;
  const bool chosen = option.state.testFlag(QStyle::State_Selected);
  const bool remembered = index.data(ModelsListModel::rememberedRole).toBool();
  const auto ground = chosen ? mixed(palette.color(QPalette::Base), palette.color(QPalette::Highlight), 0.18)
                             : palette.color(QPalette::Base);
  const auto quiet = readable(quietText(palette), ground);
  const auto tone = static_cast<words::Tone>(index.data(ModelsListModel::toneRole).toInt());

  painter->save();
  if (chosen) painter->fillRect(option.rect, ground);
  if (option.state.testFlag(QStyle::State_HasFocus)) {
    painter->setPen(QPen(palette.color(QPalette::Highlight), 2));
    painter->drawRect(option.rect.adjusted(1, 1, -1, -1));
  }
  const int line = option.fontMetrics.height();
  auto area = option.rect.adjusted(2 * unit, unit, -unit, -unit);
  const int symbolWidth = option.fontMetrics.horizontalAdvance(u'✓') + unit;
  painter->setFont(option.font);
  painter->setPen(readable(toneColours(palette, tone).text, ground));
  painter->drawText(QRect(area.left(), area.top(), symbolWidth, line), Qt::AlignLeft,
                    index.data(ModelsListModel::symbolRole).toString());
  area.setLeft(area.left() + symbolWidth);
  painter->setPen(remembered ? quiet : readable(palette.color(QPalette::Text), ground));
  const auto name = ReadingOrder(index.data(Qt::DisplayRole).toString()).text();
  painter->drawText(QRect(area.left(), area.top(), area.width(), line),
                    Qt::AlignLeft | Qt::TextSingleLine | Qt::TextForceLeftToRight,
                    option.fontMetrics.elidedText(name, Qt::ElideMiddle, area.width()));
  painter->setPen(quiet);
  const auto note = index.data(ModelsListModel::noteRole).toString();
  // A verdict is not cut: it takes a second line where it must.
  painter->drawText(QRect(area.left(), area.top() + line, area.width(), 2 * line),
                    Qt::AlignLeft | Qt::TextWordWrap, note);
  painter->restore();
}

QSize ModelDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
  return {option.fontMetrics.averageCharWidth() * 20, option.fontMetrics.height() * 3 + 2 * unit};
}

bool ModelDelegate::helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem&,
                              const QModelIndex& index) {
  if (event->type() != QEvent::ToolTip) return false;
  const auto text =
      index.data(Qt::ToolTipRole).toString() + u'\n' + index.data(ModelsListModel::noteRole).toString();
  showPlainToolTip(*event, text, view);
  return true;
}

ModelsList::ModelsList(QWidget* parent) : QListView(parent) {
  setItemDelegate(new ModelDelegate(this));
  setFrameShape(QFrame::NoFrame);
  setUniformItemSizes(true);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setAccessibleName(tr("Models"));
}

QSize ModelsList::sizeHint() const {
  return {fontMetrics().averageCharWidth() * 34, fontMetrics().height() * 12};
}

}  // namespace weighmaster::ui
