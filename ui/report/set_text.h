#pragma once

#include <QPainter>
#include <QTextLayout>
#include <memory>
#include <vector>

#include "ui/report/copyist.h"

namespace weighmaster::ui {

/// A text broken into lines of one width. Nothing of it is ever cut: where no word ends in time, a line ends
/// in the middle of it.
class SetText {
 public:
  SetText(const Copy& given, const Type& type, qreal width);

  [[nodiscard]] int lines() const { return lines_; }
  /// Of the widest line; the whole width where there are several.
  [[nodiscard]] qreal width() const { return width_; }
  /// The letters of one line.
  [[nodiscard]] QString line(int number) const;
  /// One line, `corner` being its upper left.
  void draw(QPainter& painter, int line, QPointF corner) const;

 private:
  void breakLiteral(qreal width);
  void breakProse(const Copy& copy, qreal width);
  /// Lays out some of the text from `from` on; where the next part begins.
  qsizetype breakPart(const Copy& copy, qsizetype from, qreal width);

  QString text_;
  const Type* type_;
  int lines_ = 1;
  qreal width_ = 0;
  /// Where the lines of a fixed-width text begin, and where the last one ends.
  std::vector<qsizetype> breaks_;
  /// Of any other text of more than one line, or with stretches that are set off: each a part of the text,
  /// and how many lines of it count.
  struct Part {
    std::shared_ptr<QTextLayout> layout;
    int lines = 0;
  };
  std::vector<Part> parts_;
};

}  // namespace weighmaster::ui
