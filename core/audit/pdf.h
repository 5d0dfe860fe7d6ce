#pragma once

#include "audit/outline.h"
#include "audit/report.h"
#include "base/result.h"

namespace weighmaster::audit {

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
/// but the pages themselves. Errors: audit.painter where the pages are no PDF that can be used;
/// file.unreadable where qpdf can't be loaded.
[[nodiscard]] base::Result<Bytes> pdf_form(const PaintedPdf& painted, const AuditReport& report);

/// Files inside a PDF, by name: as pdf_form writes them, and nothing cleverer. What is encrypted, compressed,
/// or lies behind compressed tables is refused, so that small files stay small. Errors: audit.malformed;
/// file.unreadable where qpdf can't be loaded.
struct Attachment {
  std::string name;
  Bytes content;
};
[[nodiscard]] base::Result<std::vector<Attachment>> attachments(BytesView pdf);

}  // namespace weighmaster::audit
