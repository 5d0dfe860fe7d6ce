#pragma once

#include "audit/report.h"
#include "base/result.h"

namespace weighmaster::audit {

/// A heading of the document and the page that it stands on.
struct Bookmark {
  /// UTF-8, as it is to be shown.
  std::string title;
  /// From 1 on.
  std::size_t page = 1;
  /// From 1 on; at most one more than the bookmark before.
  std::size_t level = 1;
  /// In points, a 72nd of an inch, below the upper edge of the page.
  std::int64_t top = 0;

  friend bool operator==(const Bookmark&, const Bookmark&) = default;
};

/// A line of the contents, which leads to a heading.
struct Link {
  /// From 1 on.
  std::size_t page = 1;
  /// In points, from the left and from the upper edge of the page.
  std::int64_t left = 0;
  std::int64_t top = 0;
  std::int64_t right = 0;
  std::int64_t bottom = 0;
  /// Which of the bookmarks, from 0 on.
  std::size_t bookmark = 0;

  friend bool operator==(const Link&, const Link&) = default;
};

/// The document as pages: what the window program paints.
struct PaintedPdf {
  Bytes bytes;
  std::vector<Bookmark> bookmarks;
  std::vector<Link> links = {};
};

/// `{"pdf": base64, "bookmarks": [{"title", "page", "level", "top"}], "links": [{"page", "left", "top",
/// "right", "bottom", "bookmark"}]}`: how the window program hands it over.
[[nodiscard]] base::Json to_json(const PaintedPdf& painted);
/// Errors: parse_json's, json.member_*, json.number, base64.malformed.
[[nodiscard]] base::Result<PaintedPdf> painted_from_json(BytesView json);

/// Why there are no pages, as the window program hands it over: `{"refused": "words"}`.
[[nodiscard]] base::Json refusal_to_json(const base::Error& error);
/// audit.painter, with those words where there are any.
[[nodiscard]] base::Error refusal_from_json(BytesView json);

/// The pages with the evidence as attachments, bookmarks, links, title and language. Nothing is compressed
/// but the pages themselves. Error: audit.painter where the pages are no PDF that can be used.
[[nodiscard]] base::Result<Bytes> pdf_form(const PaintedPdf& painted, const AuditReport& report);

/// Files inside a PDF, by name: as pdf_form writes them, and nothing cleverer. What is encrypted, compressed,
/// or lies behind compressed tables is refused, so that small files stay small. Error: audit.malformed.
struct Attachment {
  std::string name;
  Bytes content;
};
[[nodiscard]] base::Result<std::vector<Attachment>> attachments(BytesView pdf);

}  // namespace weighmaster::audit
