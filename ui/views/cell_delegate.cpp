#include "ui/views/cell_delegate.h"

#include <QAbstractItemView>

#include "ui/models/reading_order.h"
#include "ui/views/panel.h"
#include "ui/views/theme.h"

namespace weighmaster::ui {

CellDelegate::CellDelegate(int toneColumn, int toneRole, int monospaceRole, QObject* parent)
    : QStyledItemDelegate(parent),
      toneColumn_(toneColumn),
      toneRole_(toneRole),
      monospaceRole_(monospaceRole) {}

void CellDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const {
  QStyledItemDelegate::initStyleOption(option, index);
  option->textElideMode = Qt::ElideMiddle;
  option->text = ReadingOrder(option->text).text();
  if (monospaceRole_ >= 0 && index.data(monospaceRole_).toBool()) option->font = monospaceFont(option->font);
  // Numbers stand off from the column after them.
  if (option->displayAlignment.testFlag(Qt::AlignRight)) option->text += QStringLiteral("  ");
  if (index.column() != toneColumn_) return;
  const auto tone = static_cast<words::Tone>(index.data(toneRole_).toInt());
  const auto colours = toneColours(option->palette, tone);
  option->palette.setColor(QPalette::Text,
                           tone == words::Tone::neutral ? quietText(option->palette) : colours.text);
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
  return QStyledItemDelegate::sizeHint(option, index) + QSize(unit, unit);
}

bool CellDelegate::helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem&,
                             const QModelIndex& index) {
  if (event->type() != QEvent::ToolTip) return false;
  showPlainToolTip(*event, index.data(Qt::ToolTipRole).toString(), view);
  return true;
}

}  // namespace weighmaster::ui
