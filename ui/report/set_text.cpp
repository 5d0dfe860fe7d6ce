#include "ui/report/set_text.h"

#include "ui/report/reading_order.h"

#include <algorithm>

namespace weighmaster::ui {
namespace {

/// Where a line of at most `most` letters that begins at `from` ends: in its last third behind a slash or a
/// space, as people break paths, else behind what joins the words of a name; or where it is full.
qsizetype endOfLine(const QString& text, qsizetype from, qsizetype most) {
  const auto full = from + most;
  if (full >= text.size()) return text.size();
  for (const auto joints : {QStringView(u"/ "), QStringView(u"-_.")}) {
    for (auto end = full; end > full - most / 3; --end) {
      if (joints.contains(text.at(end - 1))) return end;
    }
  }
  return full;
}

/// A layout takes the square of its length in time; texts of more than a few lines are laid out in parts.
constexpr qsizetype partLength = 1000;

/// What comes from outside is set off, as far as it stands in a part of the text.
QList<QTextLayout::FormatRange> formatsOf(const Copy& copy, qsizetype from, qsizetype to) {
  QList<QTextLayout::FormatRange> formats;
  QTextCharFormat setOff;
  setOff.setFontWeight(QFont::Bold);
  for (const auto& stretch : copy.outside) {
    const auto begin = std::max(stretch.at, from);
    const auto end = std::min(stretch.at + stretch.length, to);
    if (begin < end) formats.append({static_cast<int>(begin - from), static_cast<int>(end - begin), setOff});
  }
  return formats;
}

}  // namespace

SetText::SetText(const Copy& given, const Type& type, qreal width) : type_(&type) {
  const auto copy = inOrder(given);
  text_ = copy.text;
  width_ = type.width(text_);
  // A hair of room for what rounding takes.
  const bool fits = width_ <= width + 1;
  if (type.isFixed() && isPlainAscii(text_)) {
    if (!fits) breakLiteral(width);
  } else if (!fits || (!copy.outside.isEmpty() && !type.isLiteral())) {
    breakProse(copy, width);
  }
}

void SetText::breakLiteral(qreal width) {
  const auto most = std::max<qsizetype>(static_cast<qsizetype>((width + 1) / type_->letter()), 1);
  breaks_.push_back(0);
  while (breaks_.back() < text_.size()) breaks_.push_back(endOfLine(text_, breaks_.back(), most));
  lines_ = static_cast<int>(breaks_.size()) - 1;
  width_ = width;
}

void SetText::breakProse(const Copy& copy, qreal width) {
  lines_ = 0;
  width_ = 0;
  qsizetype from = 0;
  do {
    from = breakPart(copy, from, width);
  } while (from < text_.size());
  lines_ = std::max(lines_, 1);
  if (lines_ > 1) width_ = width;
}

qsizetype SetText::breakPart(const Copy& copy, qsizetype from, qreal width) {
  const auto to = std::min(text_.size(), from + partLength);
  auto layout = std::make_shared<QTextLayout>(text_.mid(from, to - from), type_->font());
  QTextOption option;
  option.setTextDirection(Qt::LeftToRight);
  option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
  layout->setTextOption(option);
  if (!type_->isLiteral()) layout->setFormats(formatsOf(copy, from, to));
  layout->beginLayout();
  for (auto line = layout->createLine(); line.isValid(); line = layout->createLine()) {
    line.setLineWidth(width);
    width_ = std::max(width_, line.naturalTextWidth());
  }
  layout->endLayout();
  // The last line goes on in the next part, which begins with it.
  const bool goesOn = to < text_.size() && layout->lineCount() > 1;
  const int lines = layout->lineCount() - (goesOn ? 1 : 0);
  lines_ += lines;
  const auto next = goesOn ? from + layout->lineAt(lines).textStart() : to;
  parts_.push_back({std::move(layout), lines});
  return next;
}

QString SetText::line(int number) const {
  for (const auto& part : parts_) {
    if (number < part.lines) {
      const auto set = part.layout->lineAt(number);
      return part.layout->text().mid(set.textStart(), set.textLength());
    }
    number -= part.lines;
  }
  if (breaks_.empty()) return text_;
  const auto at = static_cast<std::size_t>(number);
  return text_.mid(breaks_[at], breaks_[at + 1] - breaks_[at]);
}

void SetText::draw(QPainter& painter, int line, QPointF corner) const {
  const QPointF foot = corner + QPointF(0, type_->baseline());
  painter.setFont(type_->font());
  for (const auto& part : parts_) {
    if (line < part.lines) {
      const auto set = part.layout->lineAt(line);
      return set.draw(&painter, foot - QPointF(set.x(), set.y() + set.ascent()));
    }
    line -= part.lines;
  }
  if (parts_.empty()) painter.drawText(foot, this->line(line));
}

}  // namespace weighmaster::ui
