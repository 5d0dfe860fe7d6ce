#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <tuple>

/// What leads about in a PDF. In C++17, like audit/modules/qpdf.h. Distances are points, a 72nd of an inch,
/// from the page's upper left corner.
namespace weighmaster::audit {

/// A heading of the document and the page that it stands on: an item of the outline.
struct Bookmark {
  /// UTF-8, as it is to be shown.
  std::string title;
  /// From 1 on.
  std::size_t page = 1;
  /// From 1 on; at most one more than the bookmark before.
  std::size_t level = 1;
  std::int64_t top = 0;
};

/// A line of the contents, which leads to a heading.
struct Link {
  /// From 1 on.
  std::size_t page = 1;
  std::int64_t left = 0;
  std::int64_t top = 0;
  std::int64_t right = 0;
  std::int64_t bottom = 0;
  /// Which of the bookmarks, from 0 on.
  std::size_t bookmark = 0;
};

[[nodiscard]] inline bool operator==(const Bookmark& a, const Bookmark& b) {
  return std::tie(a.title, a.page, a.level, a.top) == std::tie(b.title, b.page, b.level, b.top);
}
[[nodiscard]] inline bool operator==(const Link& a, const Link& b) {
  return std::tie(a.page, a.left, a.top, a.right, a.bottom, a.bookmark) ==
         std::tie(b.page, b.left, b.top, b.right, b.bottom, b.bookmark);
}

}  // namespace weighmaster::audit
