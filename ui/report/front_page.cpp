#include "ui/report/front_page.h"

#include <algorithm>

#include "ui/models/verdict_shape.h"
#include "ui/report/ink.h"

namespace weighmaster::ui {
namespace {

constexpr qreal cardBar = 5 * pt;
constexpr qreal cardIcon = 34 * pt;
constexpr qreal cardIconLeft = 18 * pt;
constexpr qreal cardTextLeft = cardIconLeft + cardIcon + 14 * pt;
constexpr qreal cardPadding = 14 * pt;

/// One after the other, with a space between.
Copy joined(const std::vector<words::Sentence>& sentences, Copyist& copyist) {
  Copy all;
  for (const auto& sentence : sentences) {
    if (!all.text.isEmpty()) all.text += u' ';
    const auto copy = copyist.of(sentence);
    for (const auto& stretch : copy.outside)
      all.outside.append({stretch.at + all.text.size(), stretch.length});
    all.text += copy.text;
  }
  return all;
}

/// A row of the card and the room above it.
struct CardPart {
  Row row;
  qreal above = 0;
};

std::vector<CardPart> cardParts(const words::Card& card, Pages& pages, Copyist& copyist) {
  const auto& types = pages.types();
  const Row::Place place{cardTextLeft, pages.width() - cardTextLeft - cardPadding};
  std::vector<CardPart> parts;
  const auto add = [&](const Copy& copy, const Type& type, qreal above) {
    if (copy.text.isEmpty()) return;
    Row row(type.leading());
    row.add(copy, type, place);
    parts.push_back({std::move(row), above});
  };
  add(copyist.of(card.headline), types.headline, cardPadding);
  add(joined(card.basis, copyist), types.prose, 5 * pt);
  add(copyist.of(card.advice), types.prose, 5 * pt);
  return parts;
}

/// A line of the contents; page 0 is not known yet.
struct Entry {
  QString title;
  int level = 0;
  int page = 0;
};

void collect(const std::vector<words::Section>& sections, int level, Copyist& copyist,
             std::vector<Entry>& entries) {
  for (const auto& section : sections) {
    entries.push_back({copyist.of(section.title).text, level, 0});
    collect(section.parts, level + 1, copyist, entries);
  }
}

/// The chapters and their parts; of a report on many models the chapters alone.
std::vector<Entry> entriesOf(const words::Document& document, Pages& pages, Copyist& copyist) {
  constexpr std::size_t most = 48;
  std::vector<Entry> entries;
  collect(document.sections, 0, copyist, entries);
  // Headings are counted in the same order.
  const auto& counted = pages.counted().bookmarks;
  for (std::size_t place = 0; place < std::min(entries.size(), counted.size()); ++place)
    entries[place].page = static_cast<int>(counted[place].page);
  std::erase_if(entries, [](const Entry& entry) { return entry.level > 1; });
  if (entries.size() > most) std::erase_if(entries, [](const Entry& entry) { return entry.level > 0; });
  return entries;
}

void setEntry(const Entry& entry, Pages& pages) {
  constexpr qreal numberWidth = 34 * pt;
  constexpr qreal air = 6 * pt;
  const auto& types = pages.types();
  const auto& type = entry.level == 0 ? types.strong : types.prose;
  const auto left = entry.level * 14 * pt;
  const auto number = entry.page > 0 ? QString::number(entry.page) : QString();
  Row row(types.prose.leading());
  row.add({entry.title}, type, {left, pages.width() - left - numberWidth});
  const bool isOneLine = row.lines() == 1;
  row.add({number}, type, {pages.width() - numberWidth, numberWidth, row.lines() - 1, true});
  const auto from = left + type.width(entry.title) + air;
  const auto to = pages.width() - type.width(number) - air;
  const auto leader = [=, &type](QPainter& painter, const QRectF& rect) {
    if (!isOneLine || from >= to) return;
    QPen dots(ink::quiet, 0.7 * pt, Qt::CustomDashLine, Qt::RoundCap);
    dots.setDashPattern({0.01, 5});
    painter.setPen(dots);
    const auto y = rect.bottom() - type.leading() + type.baseline();
    painter.drawLine(QPointF(rect.left() + from, y), QPointF(rect.left() + to, y));
  };
  pages.set(row, {leader, {}, entry.level == 0 ? 3 * pt : 0, 0});
}

}  // namespace

void setTitle(const words::Document& document, Pages& pages, Copyist& copyist) {
  const auto& types = pages.types();
  const auto icon = 15 * pt;
  Row name(types.strong.leading());
  name.add({QStringLiteral("Weighmaster")}, types.strong,
           {icon + 6 * pt, pages.width(), 0, false, ink::quiet});
  const auto under = [icon](QPainter& painter, const QRectF& rect) {
    paintShape(painter, VerdictShape::shield, QRectF(rect.topLeft(), QSizeF(icon, icon)), ink::quiet);
  };
  pages.set(name, {under, {}, 0, 0});
  pages.skip(20 * pt);
  Row title(types.title.leading());
  title.add(copyist.of(document.title), types.title, {0, pages.width()});
  pages.set(title);
  pages.skip(14 * pt);
}

void setCard(const words::Card& card, Pages& pages, Copyist& copyist) {
  const auto colours = paperColours(words::tone(card.verdict));
  const auto parts = cardParts(card, pages, copyist);
  qreal height = 0;
  for (const auto& part : parts) height += part.above + part.row.height();
  pages.need(height + cardPadding);
  const auto ground = [&](QPainter& painter, const QRectF& rect) {
    painter.fillRect(rect, colours.background);
    painter.fillRect(QRectF(rect.topLeft(), QSizeF(cardBar, rect.height())), colours.text);
  };
  const auto top = pages.y();
  const auto page = pages.page();
  for (const auto& part : parts) {
    const bool last = &part == &parts.back();
    pages.set(part.row, {ground, {}, part.above, last ? cardPadding : 0});
  }
  auto* painter = pages.painter();
  if (painter && page == pages.page()) {
    const QPointF corner(pages.left() + cardIconLeft, top + cardPadding);
    paintShape(*painter, shapeOf(card.verdict), QRectF(corner, QSizeF(cardIcon, cardIcon)), colours.text);
    painter->setPen(QPen(colours.text, 0.75 * pt));
    painter->setBrush(Qt::NoBrush);
    painter->drawRect(QRectF(pages.left(), top, pages.width(), pages.y() - top));
  }
  pages.skip(16 * pt);
}

void setContents(const words::Document& document, Pages& pages, Copyist& copyist) {
  auto entries = entriesOf(document, pages, copyist);
  if (entries.empty()) return;
  const auto& types = pages.types();
  pages.skip(18 * pt);
  pages.need(types.heading.leading() + static_cast<qreal>(entries.size()) * 17 * pt);
  Row heading(types.heading.leading());
  heading.add({Pages::tr("Contents")}, types.heading, {0, pages.width()});
  pages.set(heading);
  pages.skip(4 * pt);
  for (const auto& entry : entries) setEntry(entry, pages);
}

}  // namespace weighmaster::ui
