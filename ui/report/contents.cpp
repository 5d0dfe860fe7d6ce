#include "ui/report/contents.h"

#include <algorithm>
#include <utility>

#include "ui/report/ink.h"

namespace weighmaster::ui {
namespace {

constexpr qreal numberWidth = 34 * pt;
constexpr qreal betweenColumns = 24 * pt;

/// A chapter; page 0 is not known yet.
struct Entry {
  QString title;
  int level = 0;
  int page = 0;
  /// Which of the bookmarks.
  std::size_t bookmark = 0;
};

/// Where an entry stands in its line.
struct Placed {
  const Entry* entry = nullptr;
  qreal x = 0;
  qreal width = 0;
  int lines = 1;
};

/// As many entries beside each other as there are columns.
struct Line {
  Row row;
  std::vector<Placed> entries = {};
  qreal above = 0;
};

void collect(const std::vector<words::Section>& sections, int level, Copyist& copyist,
             std::vector<Entry>& entries) {
  for (const auto& section : sections) {
    entries.push_back({copyist.of(section.title).text, level, 0, entries.size()});
    collect(section.parts, level + 1, copyist, entries);
  }
}

std::vector<Entry> chaptersOf(std::vector<Entry> entries) {
  std::erase_if(entries, [](const Entry& entry) { return entry.level > 0; });
  return entries;
}

/// The chapters and their parts; of a report on many models the chapters alone.
std::vector<Entry> entriesOf(const words::Document& document, const Pages& pages, Copyist& copyist) {
  constexpr std::size_t most = 48;
  std::vector<Entry> entries;
  collect(document.sections, 0, copyist, entries);
  // Headings are counted in the same order.
  const auto& counted = pages.counted().bookmarks;
  for (std::size_t place = 0; place < std::min(entries.size(), counted.size()); ++place)
    entries[place].page = static_cast<int>(counted[place].page);
  std::erase_if(entries, [](const Entry& entry) { return entry.level > 1; });
  return entries.size() > most ? chaptersOf(std::move(entries)) : entries;
}

const Type& typeOf(const Entry& entry, const Types& types) {
  return entry.level == 0 ? types.strong : types.prose;
}

qreal indentOf(const Entry& entry) {
  return entry.level * 14 * pt;
}

QString numberOf(const Entry& entry) {
  return entry.page > 0 ? QString::number(entry.page) : QString();
}

void place(Line& line, const Entry& entry, qreal x, qreal width, const Types& types) {
  const auto& type = typeOf(entry, types);
  const auto indent = indentOf(entry);
  const int lines = line.row.add({entry.title}, type, {x + indent, width - indent - numberWidth});
  line.row.add({numberOf(entry)}, type, {x + width - numberWidth, numberWidth, lines - 1, true});
  line.entries.push_back({&entry, x, width, lines});
  line.above = std::max(line.above, entry.level == 0 ? 3 * pt : 0);
}

/// The first column is filled first.
std::vector<Line> linesOf(const std::vector<Entry>& entries, std::size_t columns, const Pages& pages) {
  const auto gaps = static_cast<qreal>(columns - 1) * betweenColumns;
  const auto width = (pages.width() - gaps) / static_cast<qreal>(columns);
  auto count = (entries.size() + columns - 1) / columns;
  // A chapter's parts stay below it.
  while (count < entries.size() && entries[count].level > 0) ++count;
  std::vector<Line> lines(count, Line{Row(pages.types().prose.leading())});
  for (std::size_t number = 0; number < entries.size(); ++number) {
    const auto x = static_cast<qreal>(number / count) * (width + betweenColumns);
    place(lines[number % count], entries[number], x, width, pages.types());
  }
  return lines;
}

qreal heightOf(const std::vector<Line>& lines) {
  qreal height = 0;
  for (const auto& line : lines) height += line.above + line.row.height();
  return height;
}

/// The entries in a way that takes no more than this height, the most legible first; in one column where
/// there is none. Refers to what it is given.
std::vector<Line> fitting(const std::vector<Entry>& all, const std::vector<Entry>& chapters, qreal height,
                          const Pages& pages) {
  for (const auto& [entries, columns] :
       {std::pair(&all, 1U), std::pair(&all, 2U), std::pair(&chapters, 2U)}) {
    auto lines = linesOf(*entries, columns, pages);
    if (heightOf(lines) <= height) return lines;
  }
  return linesOf(all, 1, pages);
}

/// Dots that lead from the title of one line to its number; `top` is where the line begins.
void paintLeader(QPainter& painter, const Placed& placed, QPointF top, const Types& types) {
  constexpr qreal air = 6 * pt;
  const auto& entry = *placed.entry;
  const auto& type = typeOf(entry, types);
  const auto from = placed.x + indentOf(entry) + type.width(entry.title) + air;
  const auto to = placed.x + placed.width - type.width(numberOf(entry)) - air;
  if (placed.lines > 1 || from >= to) return;
  QPen dots(ink::quiet, 0.7 * pt, Qt::CustomDashLine, Qt::RoundCap);
  dots.setDashPattern({0.01, 5});
  painter.setPen(dots);
  const QPointF foot = top + QPointF(0, type.baseline());
  painter.drawLine(foot + QPointF(from, 0), foot + QPointF(to, 0));
}

void set(const Line& line, Pages& pages) {
  const auto& types = pages.types();
  const auto leaders = [&](QPainter& painter, const QRectF& rect) {
    for (const auto& placed : line.entries)
      paintLeader(painter, placed, rect.topLeft() + QPointF(0, line.above), types);
  };
  pages.set(line.row, {leaders, {}, line.above, 0});
  const auto top = pages.y() - line.row.height();
  for (const auto& placed : line.entries) {
    pages.link(QRectF(pages.left() + placed.x, top, placed.width, placed.lines * line.row.leading()),
               placed.entry->bookmark);
  }
}

}  // namespace

void setContents(const words::Document& document, Pages& pages, Copyist& copyist) {
  const auto all = entriesOf(document, pages, copyist);
  if (all.empty()) return;
  const auto& type = pages.types().heading;
  pages.skip(18 * pt);
  const auto headingHeight = type.leading() + 4 * pt;
  const auto chapters = chaptersOf(all);
  const auto lines = fitting(all, chapters, pages.room() - headingHeight, pages);
  pages.need(headingHeight + heightOf(lines));
  Row heading(type.leading());
  heading.add({Pages::tr("Contents")}, type, {0, pages.width()});
  pages.set(heading);
  pages.skip(4 * pt);
  for (const auto& line : lines) set(line, pages);
}

}  // namespace weighmaster::ui
