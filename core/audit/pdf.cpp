#include "audit/pdf.h"

#include <nlohmann/json.hpp>

#include "audit/pdf_file.h"
#include "base/encoding.h"
#include "base/limits.h"

namespace weighmaster::audit {

using base::Code;
using base::fail;
using base::Json;
using base::JsonObject;
using base::Result;

Result<Bytes> pdf_form(const PaintedPdf& painted, const AuditReport& report) {
  pdf_file::Additions more;
  more.language = report.document.language;
  more.title = words::fill(report.document.title);
  more.subject = words::fill(report.document.card.headline);
  for (const auto& mark : painted.bookmarks) more.marks.push_back({mark.title, mark.page, mark.level});
  more.attachments.push_back({std::string(report_name), "application/json", report.json});
  for (const auto& piece : report.pieces) {
    more.attachments.push_back(
        {std::string(piece.name), std::string(piece.type), std::string(as_text(*piece.content))});
  }
  try {
    return to_bytes(pdf_file::with(std::string(as_text(painted.bytes)), more));
  } catch (const std::exception& error) {
    return fail(Code::audit_painter, {}, error.what());
  }
}

Result<std::vector<Attachment>> attachments(BytesView bytes) {
  try {
    std::vector<Attachment> all;
    for (auto& one : pdf_file::attachments(std::string(as_text(bytes)), base::limits::audit_pieces))
      all.push_back({std::move(one.name), to_bytes(one.content)});
    return all;
  } catch (const std::exception& error) {
    return fail(Code::audit_malformed, {}, error.what());
  }
}

Json to_json(const PaintedPdf& painted) {
  Json bookmarks = Json::array();
  for (const auto& each : painted.bookmarks)
    bookmarks.push_back({{"title", each.title}, {"page", each.page}, {"level", each.level}});
  return {{"pdf", base::to_base64(painted.bytes)}, {"bookmarks", std::move(bookmarks)}};
}

Result<PaintedPdf> painted_from_json(BytesView text) {
  const auto json = base::parse_json(text, "the pages");
  if (!json) return fail(json.error());
  const auto object = JsonObject::from(*json, "pages");
  if (!object) return fail(object.error());
  auto pdf = object->bytes("pdf");
  if (!pdf) return fail(pdf.error());
  const auto bookmarks = object->array("bookmarks");
  if (!bookmarks) return fail(bookmarks.error());
  PaintedPdf painted{std::move(*pdf), {}};
  for (const auto& each : *bookmarks) {
    const auto mark = JsonObject::from(each, "pages.bookmarks");
    if (!mark) return fail(mark.error());
    const auto title = mark->string("title");
    const auto page = mark->int64("page");
    const auto level = mark->int64("level");
    if (!title) return fail(title.error());
    if (!page) return fail(page.error());
    if (!level) return fail(level.error());
    if (*page < 1 || *level < 1 || *level > 8) return fail(Code::json_number, mark->where());
    painted.bookmarks.push_back({*title, static_cast<std::size_t>(*page), static_cast<std::size_t>(*level)});
  }
  return painted;
}

}  // namespace weighmaster::audit
