#include "ui/report/blocks.h"

#include "ui/report/ink.h"

namespace weighmaster::ui {
namespace {

constexpr qreal labelWidth = 112 * pt;
constexpr qreal valueLeft = 124 * pt;
/// A heading stands on the page where what it is the heading of begins: of a table or facts this much.
constexpr qreal beginning = 80 * pt;
constexpr qreal mostBehindHeading = 300 * pt;
constexpr qreal paragraphGap = 7 * pt;

const Type& typeOf(words::Cell::Kind kind, const Types& types) {
  return kind == words::Cell::Kind::literal ? types.literal : types.prose;
}

void hairline(QPainter& painter, const QRectF& rect) {
  painter.fillRect(QRectF(rect.left(), rect.bottom() - 0.4 * pt, rect.width(), 0.4 * pt), ink::line);
}

void bar(QPainter& painter, const QRectF& rect) {
  painter.fillRect(rect, ink::ground);
  painter.fillRect(QRectF(rect.topLeft(), QSizeF(3 * pt, rect.height())), ink::text);
}

}  // namespace

void Blocks::set(const words::Section& section, int level) {
  if (work_.stopped()) return;
  heading(section, level);
  for (const auto& block : section.blocks) set(block);
  for (const auto& part : section.parts) set(part, level + 1);
}

void Blocks::heading(const words::Section& section, int level) {
  const auto& types = pages_.types();
  const auto& type = level == 0 ? types.heading : level == 1 ? types.subheading : types.strong;
  const auto title = copyist_.of(section.title);
  pages_.skip((level == 0 ? 24 : 12) * pt);
  pages_.need(type.leading() + std::min(lead(section), mostBehindHeading));
  pages_.mark(title.text, level);
  Row row(type.leading());
  row.add(title, type, {0, pages_.width()});
  pages_.set(row);
  if (level == 0) {
    pages_.skip(3 * pt);
    pages_.rule(1.2 * pt, ink::text);
  }
  pages_.skip((level == 0 ? 9 : 3) * pt);
}

qreal Blocks::lead(const words::Section& section) {
  qreal height = 16 * pt;
  for (const auto& block : section.blocks) {
    const auto* paragraph = std::get_if<words::Paragraph>(&block);
    if (!paragraph) return height + beginning;
    height += row(*paragraph).height() + paragraphGap;
  }
  return section.parts.empty() ? height : height + 28 * pt + lead(section.parts.front());
}

void Blocks::set(const words::Block& block) {
  if (work_.stopped()) return;
  std::visit([this](const auto& each) { set(each); }, block);
}

Row Blocks::row(const words::Paragraph& paragraph) {
  const auto& type = pages_.types().prose;
  const auto indent = paragraph.is_remark ? 14 * pt : 0;
  Row row(type.leading());
  row.add(copyist_.of(paragraph.text), type, {indent, pages_.width() - 2 * indent});
  return row;
}

void Blocks::set(const words::Paragraph& paragraph) {
  if (paragraph.is_remark)
    pages_.set(row(paragraph), {bar, {}, 6 * pt, 6 * pt});
  else
    pages_.set(row(paragraph));
  pages_.skip(paragraphGap);
}

void Blocks::set(const words::FactsList& facts) {
  const auto& types = pages_.types();
  for (const auto& fact : facts.rows) {
    Row row(types.prose.leading());
    row.add(copyist_.of(fact.label), types.prose, {0, labelWidth, 0, false, ink::quiet});
    int line = 0;
    for (const auto& value : fact.values) {
      row.add(copyist_.of(value.text), typeOf(value.kind, types),
              {valueLeft, pages_.width() - valueLeft, line, false, {}, value.mark});
      line = row.lines();
    }
    pages_.set(row, {hairline, {}, 2.5 * pt, 2.5 * pt});
  }
  pages_.skip(8 * pt);
}

void Blocks::set(const words::Table& table) {
  if (table.columns.empty()) return;
  auto known = plans_.find(&table);
  if (known == plans_.end()) known = plans_.emplace(&table, columnsOf(table, pages_, copyist_, work_)).first;
  setTable(table, known->second, pages_, copyist_, work_);
  pages_.skip(10 * pt);
}

}  // namespace weighmaster::ui
