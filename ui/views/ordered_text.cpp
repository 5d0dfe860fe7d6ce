#include "ui/views/ordered_text.h"

#include <QMimeData>

#include "ui/models/reading_order.h"

namespace weighmaster::ui {

OrderedText::OrderedText(QWidget* parent) : QPlainTextEdit(parent) {
  setReadOnly(true);
  setTextInteractionFlags(Qt::TextSelectableByKeyboard | Qt::TextSelectableByMouse);
  setTabChangesFocus(true);
}

QMimeData* OrderedText::createMimeDataFromSelection() const {
  auto* copied = new QMimeData;
  copied->setText(
      ReadingOrder::unordered(textCursor().selectedText()).replace(QChar::ParagraphSeparator, u'\n'));
  return copied;
}

}  // namespace weighmaster::ui
