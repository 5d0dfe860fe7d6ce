#pragma once

#include <vector>

#include "ui/report/copyist.h"
#include "ui/report/type.h"
#include "words/document.h"

namespace weighmaster::ui {

/// Where the columns of a table stand on a page of some width. Digests stand in one line wherever the page is
/// wide enough for one: where there is no room for them beside the others, they go below, over the whole
/// width.
struct Columns {
  struct Column {
    qreal x = 0;
    qreal width = 0;
    bool toRight = false;
    /// Whether any of its cells has a mark: all of them leave room for one.
    bool isMarked = false;
    /// Below the others, in a line of its own.
    bool isBelow = false;
  };
  std::vector<Column> columns;

  [[nodiscard]] std::size_t below() const;
};

/// What a column needs, in dots.
struct Need {
  /// As little as can be: the longest word, the longest digest.
  qreal least = 0;
  /// With every cell in one line.
  qreal natural = 0;
  unsigned weight = 1;
  bool isNumber = false;
  bool isMarked = false;
  bool hasDigests = false;
};

/// "sha256:9f3c…", "9f3c…": letters that are compared one by one, and so stand in one line.
[[nodiscard]] bool isDigest(const QString& text);
/// What one cell adds to what its column needs. `mark`: the room before its text; `page`: the width that
/// there is.
void widen(Need& need, const QString& text, const Type& type, qreal mark, qreal page);
[[nodiscard]] Columns columnsFor(std::vector<Need> needs, qreal page);

/// The space between two columns, and by how much what stands below is set in.
inline constexpr qreal columnGap = 10 * pt;
inline constexpr qreal belowIndent = 12 * pt;

}  // namespace weighmaster::ui
