#include "ui/report/pages.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/models/text.h"
#include "ui/report/ink.h"

namespace weighmaster::ui {
namespace {

constexpr qreal side = 56 * pt;
constexpr qreal head = 60 * pt;
constexpr qreal bottom = 60 * pt;
/// From the edge of the sheet to the line above, and to the end of the lines below.
constexpr qreal headLine = 34 * pt;
constexpr qreal footLine = 32 * pt;
constexpr qreal pageNumber = 96 * pt;
/// Of the letters of the title no more stand above each page; the first page has it whole.
constexpr std::size_t longestTitle = 200;
/// A row that is higher than this part of a page is broken rather than moved to the next.
constexpr qreal breakFrom = 0.5;
/// Lines of a broken row that stay together.
constexpr int leastLines = 2;

QSizeF sheetOf(Paper paper) {
  const auto points = pageSize(paper).size(QPageSize::Point);
  return points * pt;
}

}  // namespace

Pages::Pages(const Types& types, Paper paper, Margins margins)
    : types_(types),
      margins_(std::move(margins)),
      foot_(margins_.foot, types.margin, sheetOf(paper).width() - 2 * side - pageNumber) {
  layOut(paper);
}

Pages::Pages(const Types& types, Paper paper, Margins margins, QPdfWriter& writer, Counted counted)
    : Pages(types, paper, std::move(margins)) {
  writer_ = &writer;
  counted_ = std::move(counted);
  painter_.begin(writer_);
  painter_.setLayoutDirection(Qt::LeftToRight);
  painter_.setRenderHint(QPainter::Antialiasing);
}

void Pages::layOut(Paper paper) {
  sheet_ = sheetOf(paper);
  const auto more = (foot_.lines() - 1) * types_.margin.leading();
  body_ = QRectF(side, head, sheet_.width() - 2 * side, sheet_.height() - head - bottom - more);
  y_ = body_.top();
  const auto title = shown(margins_.title.toStdString(), longestTitle);
  shortTitle_ = QFontMetricsF(types_.margin.font()).elidedText(title, Qt::ElideMiddle, 0.7 * width());
}

void Pages::turn() {
  if (y_ <= body_.top()) return;
  paintMargins();
  if (writer_) writer_->newPage();
  ++page_;
  chapterAbove_ = chapter_;
  y_ = body_.top();
}

void Pages::need(qreal height) {
  if (room() < std::min(height, body_.height())) turn();
}

void Pages::skip(qreal height) {
  if (y_ > body_.top()) y_ += height;
}

void Pages::mark(const QString& title, int level) {
  // A little above the heading; on top of a page, the page.
  const auto top = y_ <= body_.top() ? 0 : (y_ - 6 * pt) / pt;
  bookmarks_.push_back({title.toStdString(), static_cast<std::size_t>(page_),
                        static_cast<std::size_t>(level) + 1, std::lround(top)});
  if (level > 0) return;
  chapter_ = title;
  if (y_ <= body_.top()) chapterAbove_ = title;
}

void Pages::link(const QRectF& place, std::size_t bookmark) {
  const auto inside = place & QRectF(QPointF(), sheet_);
  const auto points = [](qreal dots) { return static_cast<std::int64_t>(std::lround(dots / pt)); };
  links_.push_back({static_cast<std::size_t>(page_), points(inside.left()), points(inside.top()),
                    points(inside.right()), points(inside.bottom()), bookmark});
}

void Pages::set(const Row& row, const Around& around) {
  const auto padding = around.above + around.below;
  const auto whole = row.height() + padding;
  if (whole <= breakFrom * body_.height()) {
    if (whole > room()) turnTo(around);
    return setPart(row, 0, row.lines(), around);
  }
  const auto fitting = [&] { return static_cast<int>((room() - padding) / row.leading()); };
  for (int from = 0; from < row.lines();) {
    if (fitting() < leastLines) turnTo(around);
    const int to = std::min(row.lines(), from + std::max(fitting(), 1));
    setPart(row, from, to, around);
    from = to;
  }
}

void Pages::turnTo(const Around& around) {
  turn();
  if (around.again) around.again();
}

void Pages::setPart(const Row& row, int from, int to, const Around& around) {
  const auto height = (to - from) * row.leading() + around.above + around.below;
  if (auto* painter = this->painter()) {
    if (around.under) around.under(*painter, QRectF(left(), y_, width(), height));
    row.draw(*painter, from, to, QPointF(left(), y_ + around.above));
  }
  y_ += height;
}

void Pages::rule(qreal thickness, const QColor& colour) {
  if (auto* painter = this->painter()) painter->fillRect(QRectF(left(), y_, width(), thickness), colour);
}

Pages::Counted Pages::finish() {
  paintMargins();
  if (painter_.isActive()) painter_.end();
  return {page_, std::move(bookmarks_), std::move(links_)};
}

void Pages::paintMargins() {
  auto* painter = this->painter();
  if (!painter) return;
  const auto& type = types_.margin;
  painter->setPen(ink::quiet);
  const auto footTop = sheet_.height() - footLine - foot_.lines() * type.leading();
  for (int line = 0; line < foot_.lines(); ++line)
    foot_.draw(*painter, line, QPointF(left(), footTop + line * type.leading()));
  painter->setFont(type.font());
  const auto right = [&](const QString& text, qreal top) {
    painter->drawText(QPointF(left() + width() - type.width(text), top + type.baseline()), text);
  };
  right(tr("Page %1 of %2").arg(page_).arg(counted_.pages), footTop);
  if (page_ == 1) return;
  painter->drawText(QPointF(left(), headLine + type.baseline()), shortTitle_);
  right(chapterAbove_, headLine);
  painter->fillRect(QRectF(left(), headLine + type.leading() + 3 * pt, width(), 0.5 * pt), ink::line);
}

}  // namespace weighmaster::ui
