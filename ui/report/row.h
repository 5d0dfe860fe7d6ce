#pragma once

#include <vector>

#include "ui/report/set_text.h"
#include "words/words.h"

namespace weighmaster::ui {

/// Texts side by side, in lines of one height: a row of a table, a label and its values, a paragraph.
class Row {
 public:
  struct Place {
    qreal x = 0;
    qreal width = 0;
    /// The line of the row on which the text begins.
    int line = 0;
    bool toRight = false;
    QColor ink = {};
    words::FactMark mark = words::FactMark::none;
  };

  explicit Row(qreal leading) : leading_(leading) {}

  /// How many lines it takes.
  int add(const Copy& copy, const Type& type, const Place& place);

  [[nodiscard]] bool isEmpty() const { return texts_.empty(); }
  [[nodiscard]] int lines() const { return lines_; }
  [[nodiscard]] qreal leading() const { return leading_; }
  [[nodiscard]] qreal height() const { return lines_ * leading_; }
  /// The lines from `from` on, up to but without `to`; `top` is where the first of them begins.
  void draw(QPainter& painter, int from, int to, QPointF top) const;

 private:
  struct Placed {
    SetText text;
    Place place;
    qreal size = 0;
  };

  qreal leading_;
  int lines_ = 0;
  std::vector<Placed> texts_;
};

/// How much further to the right a text begins that has a mark before it.
[[nodiscard]] qreal markWidth(const Type& type);

}  // namespace weighmaster::ui
