#include "audit/pdf.h"

#include <nlohmann/json.hpp>

#include "audit/modules/qpdf.h"
#include "base/encoding.h"
#include "base/limits.h"
#include "base/module.h"

namespace weighmaster::audit {

using base::Code;
using base::fail;
using base::Json;
using base::JsonObject;
using base::Result;

namespace {

constexpr std::string_view refused = "refused";

/// A member that is a number from `least` to `most`. Errors: json.member_type, json.number.
Result<std::int64_t> number(const JsonObject& object, std::string_view name, std::int64_t least,
                            std::int64_t most) {
  auto value = object.int64(name);
  if (value && (*value < least || *value > most)) return fail(Code::json_number, object.path(name));
  return value;
}

constexpr std::int64_t most_pages = 10'000'000;
/// In points: the longest that a page of a PDF may be (ISO 32000-1 annex C).
constexpr std::int64_t longest_side = 14'400;

Result<Bookmark> bookmark_from(const Json& json) {
  const auto object = JsonObject::from(json, "pages.bookmarks");
  if (!object) return fail(object.error());
  auto title = object->string("title");
  const auto page = number(*object, "page", 1, most_pages);
  const auto level = number(*object, "level", 1, 8);
  const auto top = number(*object, "top", 0, longest_side);
  if (!title) return fail(title.error());
  for (const auto* each : {&page, &level, &top})
    if (!*each) return fail(each->error());
  return Bookmark{std::move(*title), static_cast<std::size_t>(*page), static_cast<std::size_t>(*level), *top};
}

Result<Link> link_from(const Json& json, std::size_t bookmarks) {
  const auto object = JsonObject::from(json, "pages.links");
  if (!object) return fail(object.error());
  const auto page = number(*object, "page", 1, most_pages);
  const auto bookmark = number(*object, "bookmark", 0, static_cast<std::int64_t>(bookmarks) - 1);
  const auto left = number(*object, "left", 0, longest_side);
  const auto top = number(*object, "top", 0, longest_side);
  const auto right = number(*object, "right", 0, longest_side);
  const auto bottom = number(*object, "bottom", 0, longest_side);
  for (const auto* each : {&page, &bookmark, &left, &top, &right, &bottom})
    if (!*each) return fail(each->error());
  return Link{static_cast<std::size_t>(*page),    *left, *top, *right, *bottom,
              static_cast<std::size_t>(*bookmark)};
}

}  // namespace

Result<Bytes> pdf_form(const PaintedPdf& painted, const AuditReport& report) {
  pdf_file::Additions more;
  more.language = report.document.language;
  more.title = words::fill(report.document.title);
  more.subject = words::fill(report.document.card.headline);
  more.bookmarks = painted.bookmarks;
  more.links = painted.links;
  more.attachments.push_back({std::string(report_name), "application/json", report.json});
  for (const auto& piece : report.pieces) {
    more.attachments.push_back(
        {std::string(piece.name), std::string(piece.type), std::string(as_text(*piece.content))});
  }
  const auto module = base::load_module<pdf_file::Table>("qpdf");
  if (!module) return fail(module.error());
  try {
    return to_bytes((*module)->with(std::string(as_text(painted.bytes)), more));
  } catch (const std::exception& error) {
    return fail(Code::audit_painter, {}, error.what());
  }
}

Result<std::vector<Attachment>> attachments(BytesView bytes) {
  const auto module = base::load_module<pdf_file::Table>("qpdf");
  if (!module) return fail(module.error());
  try {
    std::vector<Attachment> all;
    for (auto& one : (*module)->attachments(std::string(as_text(bytes)), base::limits::audit_pieces))
      all.push_back({std::move(one.name), to_bytes(one.content)});
    return all;
  } catch (const std::exception& error) {
    return fail(Code::audit_malformed, {}, error.what());
  }
}

Json to_json(const PaintedPdf& painted) {
  Json bookmarks = Json::array();
  for (const auto& each : painted.bookmarks)
    bookmarks.push_back(
        {{"title", each.title}, {"page", each.page}, {"level", each.level}, {"top", each.top}});
  Json links = Json::array();
  for (const auto& each : painted.links) {
    links.push_back({{"page", each.page},
                     {"left", each.left},
                     {"top", each.top},
                     {"right", each.right},
                     {"bottom", each.bottom},
                     {"bookmark", each.bookmark}});
  }
  return {{"pdf", base::to_base64(painted.bytes)},
          {"bookmarks", std::move(bookmarks)},
          {"links", std::move(links)}};
}

Json refusal_to_json(const base::Error& error) {
  if (error.code == Code::audit_painter) return {{refused, error.detail}};
  // What nobody foresaw between two programs of one version: enough to find it by.
  return {{refused, std::string(base::name(error.code)) + ": " + error.subject + " " + error.detail}};
}

base::Error refusal_from_json(BytesView text) {
  const base::Error untold{Code::audit_painter, {}, "it failed"};
  const auto json = base::parse_json(text, "the refusal");
  if (!json) return untold;
  const auto object = JsonObject::from(*json, "refusal");
  if (!object) return untold;
  auto why = object->string(refused);
  return why ? base::Error{Code::audit_painter, {}, std::move(*why)} : untold;
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
  const auto links = object->array("links");
  if (!links) return fail(links.error());
  PaintedPdf painted{std::move(*pdf), {}, {}};
  for (const auto& each : *bookmarks) {
    auto bookmark = bookmark_from(each);
    if (!bookmark) return fail(bookmark.error());
    painted.bookmarks.push_back(std::move(*bookmark));
  }
  for (const auto& each : *links) {
    const auto link = link_from(each, painted.bookmarks.size());
    if (!link) return fail(link.error());
    painted.links.push_back(*link);
  }
  return painted;
}

}  // namespace weighmaster::audit
