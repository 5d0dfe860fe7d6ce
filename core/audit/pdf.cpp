#include "audit/pdf.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFEFStreamObjectHelper.hh>
#include <qpdf/QPDFEmbeddedFileDocumentHelper.hh>
#include <qpdf/QPDFFileSpecObjectHelper.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFWriter.hh>

#include "base/encoding.h"
#include "base/limits.h"

namespace weighmaster::audit {
namespace {

using base::Code;
using base::fail;
using base::Json;
using base::JsonObject;
using base::Result;

/// Opens a PDF without mending it and without decompressing anything: a small file can then not become a
/// large one. The bytes outlive it. Throws what qpdf throws.
void open(QPDF& pdf, BytesView bytes) {
  pdf.setSuppressWarnings(true);
  pdf.setAttemptRecovery(false);
  pdf.setIgnoreXRefStreams(true);
  pdf.processMemoryFile("report", reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

std::string text_of(const words::Sentence& sentence) {
  return words::fill(sentence);
}

QPDFObjectHandle text(const std::string& utf8) {
  return QPDFObjectHandle::newUnicodeString(utf8);
}

/// The outline (ISO 32000-1 section 12.3.3): each item knows its neighbours, its parent and its page.
class Outline {
 public:
  Outline(QPDF& pdf, const std::vector<Bookmark>& bookmarks) : pdf_(pdf), bookmarks_(bookmarks) {}

  void write() {
    if (bookmarks_.empty()) return;
    const auto pages = QPDFPageDocumentHelper(pdf_).getAllPages();
    auto root = pdf_.makeIndirectObject(QPDFObjectHandle::parse("<< /Type /Outlines >>"));
    for (const auto& bookmark : bookmarks_) {
      auto item = pdf_.makeIndirectObject(QPDFObjectHandle::newDictionary());
      const auto page = std::clamp<std::size_t>(bookmark.page, 1, pages.size()) - 1;
      auto place = QPDFObjectHandle::newArray();
      place.appendItem(pages.at(page).getObjectHandle());
      for (const char* part : {"/XYZ", "null", "null", "null"})
        place.appendItem(QPDFObjectHandle::parse(part));
      item.replaceKey("/Title", text(bookmark.title));
      item.replaceKey("/Dest", place);
      items_.push_back(item);
    }
    std::size_t next = 0;
    link(root, next, 1);
    pdf_.getRoot().replaceKey("/Outlines", root);
    pdf_.getRoot().replaceKey("/PageMode", QPDFObjectHandle::newName("/UseOutlines"));
  }

 private:
  /// The items of this level, from `next` on, below `parent`; how many they are with all below them.
  int link(QPDFObjectHandle parent, std::size_t& next, std::size_t level) {
    int count = 0;
    QPDFObjectHandle before;
    while (next < items_.size() && bookmarks_[next].level >= level) {
      auto item = items_[next++];
      item.replaceKey("/Parent", parent);
      if (before.isInitialized()) {
        before.replaceKey("/Next", item);
        item.replaceKey("/Prev", before);
      } else {
        parent.replaceKey("/First", item);
      }
      before = item;
      count += 1 + link(item, next, level + 1);
    }
    if (count == 0) return 0;
    parent.replaceKey("/Last", before);
    // Below the first level they are shown when asked for.
    parent.replaceKey("/Count", QPDFObjectHandle::newInteger(level == 1 ? count : -count));
    return level == 1 ? count : 0;
  }

  QPDF& pdf_;
  const std::vector<Bookmark>& bookmarks_;
  std::vector<QPDFObjectHandle> items_;
};

void attach(QPDF& pdf, std::string_view name, std::string_view type, BytesView content) {
  auto stream = QPDFEFStreamObjectHelper::createEFStream(pdf, std::string(as_text(content)));
  stream.setSubtype(std::string(type));
  auto file = QPDFFileSpecObjectHelper::createFileSpec(pdf, std::string(name), stream);
  file.getObjectHandle().replaceKey("/AFRelationship", QPDFObjectHandle::newName("/Data"));
  QPDFEmbeddedFileDocumentHelper(pdf).replaceEmbeddedFile(std::string(name), file);
  auto root = pdf.getRoot();
  if (!root.hasKey("/AF")) root.replaceKey("/AF", QPDFObjectHandle::newArray());
  root.getKey("/AF").appendItem(file.getObjectHandle());
}

void describe(QPDF& pdf, const words::Document& document) {
  auto root = pdf.getRoot();
  root.replaceKey("/Lang", text(document.language));
  root.replaceKey("/ViewerPreferences", QPDFObjectHandle::parse("<< /DisplayDocTitle true >>"));
  auto trailer = pdf.getTrailer();
  if (!trailer.getKey("/Info").isDictionary())
    trailer.replaceKey("/Info", pdf.makeIndirectObject(QPDFObjectHandle::newDictionary()));
  auto info = trailer.getKey("/Info");
  info.replaceKey("/Title", text(text_of(document.title)));
  info.replaceKey("/Subject", text(text_of(document.card.headline)));
  // When it was painted is not when it was checked, and would make two files of one report.
  info.removeKey("/CreationDate");
  info.removeKey("/ModDate");
}

Bytes written(QPDF& pdf) {
  QPDFWriter writer(pdf);
  writer.setOutputMemory();
  writer.setDeterministicID(true);
  writer.setCompressStreams(false);
  writer.setDecodeLevel(qpdf_dl_none);
  writer.setObjectStreamMode(qpdf_o_disable);
  writer.write();
  const auto buffer = writer.getBufferSharedPointer();
  return {buffer->getBuffer(), buffer->getBuffer() + buffer->getSize()};
}

Result<std::vector<Attachment>> refuse(std::string why) {
  return fail(Code::audit_malformed, {}, std::move(why));
}

/// One attachment, as it stands in the file.
Result<Attachment> attachment(QPDFObjectHandle name, QPDFObjectHandle file) {
  const auto fail_with = [](const char* why) { return fail(Code::audit_malformed, {}, why); };
  if (!name.isString() || !file.isDictionary()) return fail_with("a name or a file that is none");
  auto streams = file.getKey("/EF");
  auto stream = streams.isDictionary() ? streams.getKey("/F") : QPDFObjectHandle::newNull();
  if (!stream.isStream()) return fail_with("an attachment without content");
  if (stream.getDict().hasKey("/Filter"))
    return fail_with("an attachment is compressed: another program has written the file again");
  const auto buffer = stream.getRawStreamData();
  return Attachment{name.getUTF8Value(), {buffer->getBuffer(), buffer->getBuffer() + buffer->getSize()}};
}

/// Only the flat list that pdf_form writes: no tree, so nothing that could be walked in circles.
Result<std::vector<Attachment>> all_attachments(QPDF& pdf) {
  if (pdf.isEncrypted()) return refuse("it is encrypted");
  auto names = pdf.getRoot().getKey("/Names");
  auto files = names.isDictionary() ? names.getKey("/EmbeddedFiles") : QPDFObjectHandle::newNull();
  auto list = files.isDictionary() ? files.getKey("/Names") : QPDFObjectHandle::newNull();
  if (!list.isArray()) return refuse("it has no attachments as this program makes them");
  const auto size = static_cast<std::size_t>(std::max(list.getArrayNItems(), 0));
  if (size / 2 > base::limits::audit_pieces || size % 2 != 0) return refuse("its list of attachments");
  std::vector<Attachment> all;
  for (int i = 0; i + 1 < list.getArrayNItems(); i += 2) {
    auto one = attachment(list.getArrayItem(i), list.getArrayItem(i + 1));
    if (!one) return fail(one.error());
    all.push_back(std::move(*one));
  }
  return all;
}

}  // namespace

Result<Bytes> pdf_form(const PaintedPdf& painted, const AuditReport& report) {
  try {
    QPDF pdf;
    open(pdf, painted.bytes);
    describe(pdf, report.document);
    Outline(pdf, painted.bookmarks).write();
    attach(pdf, report_name, "application/json", as_bytes(report.json));
    for (const auto& piece : report.pieces) attach(pdf, piece.name, piece.type, *piece.content);
    return written(pdf);
  } catch (const std::exception& error) {
    return fail(Code::audit_painter, {}, error.what());
  }
}

Result<std::vector<Attachment>> attachments(BytesView bytes) {
  try {
    QPDF pdf;
    open(pdf, bytes);
    return all_attachments(pdf);
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
