#pragma once

#include <QString>
#include <vector>

namespace weighmaster::ui {

/// A text for painting, with its runs of right-to-left letters one after the other from the left: within a
/// run letters are joined and read as ever, but the parts of a path, and digits beside them, keep their
/// places. Without that "\u05d0/\u05d1" and "\u05d1/\u05d0", two files, would look the same (Unicode Standard
/// Annex 9; a left-to-right mark stands behind each run). What is copied or told to assistive technology is
/// the text itself (decision 28).
class ReadingOrder {
 public:
  explicit ReadingOrder(const QString& text);

  /// The text itself, of one in this order: what comes from outside has no such marks, they are escaped
  /// (base::visible).
  [[nodiscard]] static QString unordered(QString ordered);

  [[nodiscard]] const QString& text() const { return ordered_; }
  /// Where a letter of the text stands among the marks.
  [[nodiscard]] qsizetype moved(qsizetype at) const;

 private:
  std::vector<qsizetype> ends_;
  QString ordered_;
};

}  // namespace weighmaster::ui
