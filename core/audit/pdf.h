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

  friend bool operator==(const Bookmark&, const Bookmark&) = default;
};

/// The document as pages: what the window program paints.
struct PaintedPdf {
  Bytes bytes;
  std::vector<Bookmark> bookmarks;
};

/// `{"pdf": base64, "bookmarks": [{"title", "page", "level"}]}`: how the window program hands it over.
[[nodiscard]] base::Json to_json(const PaintedPdf& painted);
/// Errors: parse_json's, json.member_*, base64.malformed.
[[nodiscard]] base::Result<PaintedPdf> painted_from_json(BytesView json);

/// The pages with the evidence as attachments, bookmarks, title and language. Nothing is compressed but the
/// pages themselves. Error: audit.painter where the pages are no PDF that can be used.
[[nodiscard]] base::Result<Bytes> pdf_form(const PaintedPdf& painted, const AuditReport& report);

/// Files inside a PDF, by name: as pdf_form writes them, and nothing cleverer. What is encrypted, compressed,
/// or lies behind compressed tables is refused, so that small files stay small. Error: audit.malformed.
struct Attachment {
  std::string name;
  Bytes content;
};
[[nodiscard]] base::Result<std::vector<Attachment>> attachments(BytesView pdf);

}  // namespace weighmaster::audit
