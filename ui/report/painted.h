#pragma once

#include <string>
#include <vector>

#include "base/bytes.h"

namespace weighmaster::ui {

/// A heading of the document and the page that it stands on.
struct Bookmark {
  /// UTF-8, as it is to be shown.
  std::string title;
  /// From 1 on.
  std::size_t page = 1;
  /// From 1 on; at most one more than the bookmark before.
  std::size_t level = 1;
};

/// A document as the pages of a PDF.
struct PaintedPdf {
  Bytes bytes;
  std::vector<Bookmark> bookmarks;
};

}  // namespace weighmaster::ui
