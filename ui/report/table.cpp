#include "ui/report/table.h"

#include <algorithm>

#include "ui/report/ink.h"

namespace weighmaster::ui {
namespace {

using words::Cell;

/// A cell that is plain text is of its column's kind.
Cell::Kind kindOf(const Cell& cell, const words::Table::Column& column) {
  return cell.kind == Cell::Kind::text ? column.kind : cell.kind;
}

const Type& typeOf(Cell::Kind kind, const Types& types) {
  return kind == Cell::Kind::literal ? types.cellLiteral : types.cell;
}

bool hasMarks(const words::Table& table, std::size_t place) {
  return std::any_of(table.rows.begin(), table.rows.end(), [place](const std::vector<Cell>& cells) {
    return place < cells.size() && cells[place].mark != words::FactMark::none;
  });
}

class TableSetter {
 public:
  TableSetter(const words::Table& table, const Columns& columns, Pages& pages, Copyist& copyist)
      : table_(table),
        columns_(columns.columns),
        labelsBelow_(columns.below() > 1),
        pages_(pages),
        copyist_(copyist) {}

  void setTitles() { pages_.set(titles(), titleLook()); }

  void setRow(const std::vector<Cell>& cells) {
    Pages::Around around{hairline, [this] { setTitles(); }, 2.5 * pt, 2.5 * pt};
    pages_.set(row(cells), around);
  }

 private:
  /// A line under the row, or under the part of it that stands on this page.
  static void hairline(QPainter& painter, const QRectF& rect) {
    painter.fillRect(QRectF(rect.left(), rect.bottom() - 0.4 * pt, rect.width(), 0.4 * pt), ink::line);
  }

  static Pages::Around titleLook() {
    const auto under = [](QPainter& painter, const QRectF& rect) {
      painter.fillRect(QRectF(rect.left(), rect.bottom() - 0.8 * pt, rect.width(), 0.8 * pt), ink::text);
    };
    return {under, {}, 3 * pt, 3 * pt};
  }

  Row titles() {
    const auto& type = pages_.types().cellTitle;
    Row row(type.leading());
    for (std::size_t place = 0; place < columns_.size(); ++place) {
      const auto& column = columns_[place];
      if (column.isBelow && labelsBelow_) continue;
      const auto mark = column.isMarked ? markWidth(pages_.types().cell) : 0;
      row.add(copyist_.of(table_.columns[place].title), type,
              {column.x + mark, column.width - mark, column.isBelow ? row.lines() : 0, column.toRight});
    }
    return row;
  }

  Row row(const std::vector<Cell>& cells) {
    Row row(pages_.types().cell.leading());
    for (std::size_t place = 0; place < columns_.size() && place < cells.size(); ++place) {
      if (!columns_[place].isBelow) addBeside(row, cells[place], place);
    }
    for (std::size_t place = 0; place < columns_.size() && place < cells.size(); ++place) {
      if (columns_[place].isBelow) addBelow(row, cells[place], place);
    }
    return row;
  }

  void addBeside(Row& row, const Cell& cell, std::size_t place) {
    const auto& column = columns_[place];
    const auto& type = typeOf(kindOf(cell, table_.columns[place]), pages_.types());
    const bool room = column.isMarked && cell.mark == words::FactMark::none;
    const auto mark = room ? markWidth(type) : 0;
    row.add(copyist_.of(cell.text), type,
            {column.x + mark, column.width - mark, 0, column.toRight, {}, cell.mark});
  }

  void addBelow(Row& row, const Cell& cell, std::size_t place) {
    if (cell.text.empty()) return;
    const auto& column = columns_[place];
    const auto& types = pages_.types();
    const int line = row.lines();
    qreal indent = 0;
    if (labelsBelow_) {
      indent = labelWidth();
      row.add(copyist_.of(table_.columns[place].title), types.cell,
              {column.x, indent, line, false, ink::quiet});
      indent += columnGap;
    }
    row.add(copyist_.of(cell.text), typeOf(kindOf(cell, table_.columns[place]), types),
            {column.x + indent, column.width - indent, line, false, {}, cell.mark});
  }

  /// Of the widest of those below.
  qreal labelWidth() {
    if (labelWidth_ > 0) return labelWidth_;
    for (std::size_t place = 0; place < columns_.size(); ++place) {
      if (!columns_[place].isBelow) continue;
      const auto title = copyist_.of(table_.columns[place].title).text;
      labelWidth_ = std::max(labelWidth_, pages_.types().cell.width(title) + pt);
    }
    return labelWidth_;
  }

  const words::Table& table_;
  const std::vector<Columns::Column>& columns_;
  bool labelsBelow_;
  Pages& pages_;
  Copyist& copyist_;
  qreal labelWidth_ = 0;
};

}  // namespace

Columns columnsOf(const words::Table& table, Pages& pages, Copyist& copyist, PaintWork& work) {
  const auto& types = pages.types();
  std::vector<Need> needs;
  for (std::size_t place = 0; place < table.columns.size(); ++place) {
    const auto& column = table.columns[place];
    Need need;
    need.weight = std::max(column.weight, 1U);
    need.isNumber = column.kind == Cell::Kind::number;
    need.isMarked = hasMarks(table, place);
    needs.push_back(need);
  }
  // Where some cells of a column have marks, the others and the title leave room for one.
  const auto widenBy = [&](std::size_t place, const words::Sentence& text, const Type& type) {
    const auto mark = needs[place].isMarked ? markWidth(types.cell) : 0;
    widen(needs[place], copyist.of(text).text, type, mark, pages.width());
  };
  for (std::size_t place = 0; place < needs.size(); ++place)
    widenBy(place, {table.columns[place].title, {}, {}}, types.cellTitle);
  for (const auto& cells : table.rows) {
    if (work.stopped()) break;
    work.step();
    for (std::size_t place = 0; place < needs.size() && place < cells.size(); ++place)
      widenBy(place, cells[place].text, typeOf(kindOf(cells[place], table.columns[place]), types));
  }
  return columnsFor(std::move(needs), pages.width());
}

void setTable(const words::Table& table, const Columns& columns, Pages& pages, Copyist& copyist,
              PaintWork& work) {
  TableSetter setter(table, columns, pages, copyist);
  constexpr qreal titlesAndTwoRows = 80 * pt;
  pages.need(titlesAndTwoRows);
  setter.setTitles();
  for (const auto& cells : table.rows) {
    if (work.stopped()) return;
    work.step();
    setter.setRow(cells);
  }
}

}  // namespace weighmaster::ui
