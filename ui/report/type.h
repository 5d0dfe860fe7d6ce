#pragma once

#include <QFont>
#include <QFontMetricsF>
#include <QString>

#include "ui/report/paper.h"

namespace weighmaster::ui {

/// A typeface in one size, and how its lines follow one another. All in dots.
class Type {
 public:
  enum class Face : std::uint8_t { prose, strong, literal };

  /// Sizes in points.
  Type(Face face, qreal size, qreal leading);

  [[nodiscard]] const QFont& font() const { return font_; }
  [[nodiscard]] qreal size() const { return size_; }
  /// From one line to the next.
  [[nodiscard]] qreal leading() const { return leading_; }
  /// From the top of a line to the foot of its letters.
  [[nodiscard]] qreal baseline() const { return baseline_; }
  /// For what is compared letter by letter.
  [[nodiscard]] bool isLiteral() const { return isLiteral_; }
  /// Whether all ASCII letters are as wide as `letter`: not so for literals where no such font is there.
  [[nodiscard]] bool isFixed() const { return isFixed_; }
  /// The width of a letter; of most, where it is not fixed.
  [[nodiscard]] qreal letter() const { return letter_; }
  /// The width of a text in one line.
  [[nodiscard]] qreal width(const QString& text) const;
  /// Whether this or another font of the computer has a picture of the character.
  [[nodiscard]] bool canDraw(char32_t character) const { return metrics_.inFontUcs4(character); }
  /// Whether it has pictures of the letters that every report is made of: not so on a computer without fonts.
  [[nodiscard]] bool canDrawAscii() const;

 private:
  QFont font_;
  QFontMetricsF metrics_;
  qreal size_;
  qreal leading_;
  qreal baseline_;
  qreal letter_;
  bool isLiteral_;
  bool isFixed_;
};

/// The sizes of text in a report: few, on a grid of two points.
struct Types {
  Type title{Type::Face::strong, 19, 26};
  Type headline{Type::Face::strong, 12, 17};
  Type heading{Type::Face::strong, 13.5, 18};
  Type subheading{Type::Face::strong, 10, 14};
  Type prose{Type::Face::prose, 9.5, 14};
  Type strong{Type::Face::strong, 9.5, 14};
  /// A digest of SHA-256 with its name stands in one line behind a label.
  Type literal{Type::Face::literal, 8.25, 14};
  Type cell{Type::Face::prose, 8, 12};
  Type cellTitle{Type::Face::strong, 7.5, 12};
  Type cellLiteral{Type::Face::literal, 7.75, 12};
  Type margin{Type::Face::prose, 7.5, 10};

  [[nodiscard]] bool canDrawAscii() const;
};

/// A text of ASCII alone, which every font has.
[[nodiscard]] bool isPlainAscii(const QString& text);

}  // namespace weighmaster::ui
