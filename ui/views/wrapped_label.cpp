#include "ui/views/wrapped_label.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QMenu>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/models/reading_order.h"
#include "ui/models/text.h"
#include "ui/views/panel.h"

namespace weighmaster::ui {

WrappedLabel::WrappedLabel(QWidget* parent) : QLabel(parent) {
  setTextFormat(Qt::PlainText);
  QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
}

void WrappedLabel::setBoldQuotes(bool bold) {
  boldQuotes_ = bold;
  update();
}

void WrappedLabel::setTextWithDigests(const QString& text) {
  const auto shortened = withShortDigests(text);
  whole_ = text;
  setText(shortened);
  setToolTip(shortened == text ? QString() : plainToolTip(text));
}

QString WrappedLabel::wholeText() const {
  return text() == withShortDigests(whole_) ? whole_ : text();
}

void WrappedLabel::setColour(const QColor& colour) {
  QPalette changed;
  changed.setColor(QPalette::WindowText, colour);
  setPalette(changed);
}

void WrappedLabel::setMarks(const QList<Stretch>& marks) {
  marks_ = marks;
  update();
}

QList<QTextLayout::FormatRange> WrappedLabel::formats() const {
  QList<QTextLayout::FormatRange> ranges;
  QTextCharFormat bold;
  bold.setFontWeight(QFont::Bold);
  const auto all = text();
  for (auto open = boldQuotes_ ? all.indexOf(u'“') : -1; open >= 0;) {
    const auto close = all.indexOf(u'”', open);
    if (close < 0) break;
    ranges.push_back({static_cast<int>(open), static_cast<int>(close - open + 1), bold});
    open = all.indexOf(u'“', close);
  }
  QTextCharFormat mark = bold;
  mark.setForeground(palette().brush(QPalette::Base));
  mark.setBackground(palette().brush(QPalette::WindowText));
  for (const auto& [at, length] : marks_) {
    if (length > 0) ranges.push_back({static_cast<int>(at), static_cast<int>(length), mark});
  }
  return ranges;
}

QSizeF WrappedLabel::breakLines(QTextLayout& layout, qreal width) const {
  QTextOption option(alignment() & Qt::AlignHorizontal_Mask);
  option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
  option.setTextDirection(layoutDirection());
  auto lines = text();
  const ReadingOrder order(lines.replace(u'\n', QChar::LineSeparator));
  auto ranges = formats();
  for (auto& range : ranges) {
    const auto start = order.moved(range.start);
    range.length = static_cast<int>(order.moved(range.start + range.length) - start);
    range.start = static_cast<int>(start);
  }
  layout.setText(order.text());
  layout.setFont(font());
  layout.setTextOption(option);
  layout.setFormats(ranges);
  layout.beginLayout();
  QSizeF size;
  for (auto line = layout.createLine(); line.isValid(); line = layout.createLine()) {
    line.setLineWidth(std::max<qreal>(width, 1));
    line.setPosition({0, size.height()});
    size = {std::max(size.width(), line.naturalTextWidth()), size.height() + line.height()};
  }
  layout.endLayout();
  return size;
}

int WrappedLabel::heightForWidth(int width) const {
  const auto margins = contentsMargins();
  QTextLayout layout;
  const auto size = breakLines(layout, width - margins.left() - margins.right());
  return static_cast<int>(std::ceil(size.height())) + margins.top() + margins.bottom();
}

QSize WrappedLabel::sizeHint() const {
  constexpr int comfortable = 80;  // letters in a line
  const int widest = fontMetrics().averageCharWidth() * comfortable;
  QTextLayout layout;
  const auto natural = breakLines(layout, widest);
  const int width = static_cast<int>(std::ceil(natural.width())) + 1;
  return {width, heightForWidth(width)};
}

QSize WrappedLabel::minimumSizeHint() const {
  constexpr int fewest = 10;
  const auto hint = sizeHint();
  return {std::min(hint.width(), fontMetrics().averageCharWidth() * fewest), fontMetrics().height()};
}

void WrappedLabel::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setPen(palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, QPalette::WindowText));
  QTextLayout layout;
  breakLines(layout, contentsRect().width());
  layout.draw(&painter, contentsRect().topLeft());
  if (marks_.isEmpty()) return;
  constexpr int lineWidth = 2;
  const ReadingOrder order(text());
  for (const auto& [at, length] : marks_) {
    if (length == 0)
      layout.drawCursor(&painter, contentsRect().topLeft(), static_cast<int>(order.moved(at)), lineWidth);
  }
}

void WrappedLabel::contextMenuEvent(QContextMenuEvent* event) {
  if (text().isEmpty()) return;
  QMenu menu;
  menu.addAction(tr("Copy"), this, [this] { QApplication::clipboard()->setText(wholeText()); });
  menu.exec(event->globalPos());
}

}  // namespace weighmaster::ui
