#include "audit/modules/qpdf.h"

#include <algorithm>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFEFStreamObjectHelper.hh>
#include <qpdf/QPDFEmbeddedFileDocumentHelper.hh>
#include <qpdf/QPDFFileSpecObjectHelper.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <qpdf/QPDFWriter.hh>
#include <stdexcept>

#include "base/module_table.h"

namespace weighmaster::audit::pdf_file {
namespace {

/// Opens a PDF without mending it and without decompressing anything: a small file can then not become a
/// large one. The bytes outlive it. Throws what qpdf throws.
void open(QPDF& pdf, const std::string& bytes) {
  pdf.setSuppressWarnings(true);
  pdf.setAttemptRecovery(false);
  pdf.setIgnoreXRefStreams(true);
  pdf.processMemoryFile("report", bytes.data(), bytes.size());
}

QPDFObjectHandle text(const std::string& utf8) {
  return QPDFObjectHandle::newUnicodeString(utf8);
}

/// The pages, and places on them.
class Sheets {
 public:
  explicit Sheets(QPDF& pdf) : pages_(QPDFPageDocumentHelper(pdf).getAllPages()) {}

  [[nodiscard]] QPDFPageObjectHelper& page(std::size_t number) {
    if (number < 1 || number > pages_.size()) throw std::runtime_error("a page that is not there");
    return pages_[number - 1];
  }
  /// Points are counted from the lower edge.
  [[nodiscard]] double from_below(std::size_t number, std::int64_t top) {
    const auto box = page(number).getMediaBox().getArrayAsRectangle();
    return std::clamp(box.ury - static_cast<double>(top), box.lly, box.ury);
  }
  /// Where a reader is taken to (section 12.3.2.2): as near as they have it already.
  [[nodiscard]] QPDFObjectHandle place(const Bookmark& bookmark) {
    auto place = QPDFObjectHandle::newArray();
    place.appendItem(page(bookmark.page).getObjectHandle());
    place.appendItem(QPDFObjectHandle::newName("/XYZ"));
    place.appendItem(QPDFObjectHandle::newNull());
    place.appendItem(QPDFObjectHandle::newReal(from_below(bookmark.page, bookmark.top), 1));
    place.appendItem(QPDFObjectHandle::newNull());
    return place;
  }

 private:
  std::vector<QPDFPageObjectHelper> pages_;
};

/// The outline (ISO 32000-1 section 12.3.3): each item knows its neighbours, its parent and its page.
class Outline {
 public:
  Outline(QPDF& pdf, Sheets& sheets, const std::vector<Bookmark>& bookmarks)
      : pdf_(pdf), sheets_(sheets), bookmarks_(bookmarks) {}

  void write() {
    if (bookmarks_.empty()) return;
    auto root = pdf_.makeIndirectObject(QPDFObjectHandle::parse("<< /Type /Outlines >>"));
    for (const auto& bookmark : bookmarks_) {
      auto item = pdf_.makeIndirectObject(QPDFObjectHandle::newDictionary());
      item.replaceKey("/Title", text(bookmark.title));
      item.replaceKey("/Dest", sheets_.place(bookmark));
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
  Sheets& sheets_;
  const std::vector<Bookmark>& bookmarks_;
  std::vector<QPDFObjectHandle> items_;
};

/// An annotation of the page (section 12.5.6.5), without a frame; who can't see it is told the title.
void add(QPDF& pdf, Sheets& sheets, const Link& link, const Bookmark& bookmark) {
  auto annotation = pdf.makeIndirectObject(
      QPDFObjectHandle::parse("<< /Type /Annot /Subtype /Link /Border [0 0 0] /F 4 >>"));
  annotation.replaceKey("/Rect",
                        QPDFObjectHandle::newFromRectangle(
                            {static_cast<double>(link.left), sheets.from_below(link.page, link.bottom),
                             static_cast<double>(link.right), sheets.from_below(link.page, link.top)}));
  annotation.replaceKey("/Dest", sheets.place(bookmark));
  annotation.replaceKey("/Contents", text(bookmark.title));
  auto page = sheets.page(link.page).getObjectHandle();
  if (!page.getKey("/Annots").isArray()) page.replaceKey("/Annots", QPDFObjectHandle::newArray());
  page.getKey("/Annots").appendItem(annotation);
}

void attach(QPDF& pdf, const Attached& attached) {
  auto stream = QPDFEFStreamObjectHelper::createEFStream(pdf, attached.content);
  stream.setSubtype(attached.type);
  auto file = QPDFFileSpecObjectHelper::createFileSpec(pdf, attached.name, stream);
  file.getObjectHandle().replaceKey("/AFRelationship", QPDFObjectHandle::newName("/Data"));
  QPDFEmbeddedFileDocumentHelper(pdf).replaceEmbeddedFile(attached.name, file);
  auto root = pdf.getRoot();
  if (!root.hasKey("/AF")) root.replaceKey("/AF", QPDFObjectHandle::newArray());
  root.getKey("/AF").appendItem(file.getObjectHandle());
}

void describe(QPDF& pdf, const Additions& more) {
  auto root = pdf.getRoot();
  root.replaceKey("/Lang", text(more.language));
  root.replaceKey("/ViewerPreferences", QPDFObjectHandle::parse("<< /DisplayDocTitle true >>"));
  auto trailer = pdf.getTrailer();
  if (!trailer.getKey("/Info").isDictionary())
    trailer.replaceKey("/Info", pdf.makeIndirectObject(QPDFObjectHandle::newDictionary()));
  auto info = trailer.getKey("/Info");
  info.replaceKey("/Title", text(more.title));
  info.replaceKey("/Subject", text(more.subject));
  // When it was painted is not when it was checked, and would make two files of one report.
  info.removeKey("/CreationDate");
  info.removeKey("/ModDate");
}

std::string written(QPDF& pdf) {
  QPDFWriter writer(pdf);
  writer.setOutputMemory();
  writer.setDeterministicID(true);
  writer.setCompressStreams(false);
  writer.setDecodeLevel(qpdf_dl_none);
  writer.setObjectStreamMode(qpdf_o_disable);
  writer.write();
  const auto buffer = writer.getBufferSharedPointer();
  return std::string(buffer->getBuffer(), buffer->getBuffer() + buffer->getSize());
}

[[noreturn]] void refuse(const char* why) {
  throw std::runtime_error(why);
}

/// One attachment, as it stands in the file.
Attached attachment(QPDFObjectHandle name, QPDFObjectHandle file) {
  if (!name.isString() || !file.isDictionary()) refuse("a name or a file that is none");
  auto streams = file.getKey("/EF");
  auto stream = streams.isDictionary() ? streams.getKey("/F") : QPDFObjectHandle::newNull();
  if (!stream.isStream()) refuse("an attachment without content");
  if (stream.getDict().hasKey("/Filter"))
    refuse("an attachment is compressed: another program has written the file again");
  const auto buffer = stream.getRawStreamData();
  return {name.getUTF8Value(), {}, std::string(buffer->getBuffer(), buffer->getBuffer() + buffer->getSize())};
}

std::string with(const std::string& pdf_bytes, const Additions& more) {
  QPDF pdf;
  open(pdf, pdf_bytes);
  describe(pdf, more);
  Sheets sheets(pdf);
  Outline(pdf, sheets, more.bookmarks).write();
  for (const auto& link : more.links) add(pdf, sheets, link, more.bookmarks.at(link.bookmark));
  for (const auto& each : more.attachments) attach(pdf, each);
  return written(pdf);
}

/// Only the flat list that is written here: no tree, so nothing that could be walked in circles.
std::vector<Attached> attachments(const std::string& pdf_bytes, std::size_t most) {
  QPDF pdf;
  open(pdf, pdf_bytes);
  if (pdf.isEncrypted()) refuse("it is encrypted");
  auto names = pdf.getRoot().getKey("/Names");
  auto files = names.isDictionary() ? names.getKey("/EmbeddedFiles") : QPDFObjectHandle::newNull();
  auto list = files.isDictionary() ? files.getKey("/Names") : QPDFObjectHandle::newNull();
  if (!list.isArray()) refuse("it has no attachments as this program makes them");
  const auto size = static_cast<std::size_t>(std::max(list.getArrayNItems(), 0));
  if (size / 2 > most || size % 2 != 0) refuse("its list of attachments");
  std::vector<Attached> all;
  for (int i = 0; i + 1 < list.getArrayNItems(); i += 2)
    all.push_back(attachment(list.getArrayItem(i), list.getArrayItem(i + 1)));
  return all;
}

}  // namespace
}  // namespace weighmaster::audit::pdf_file

WEIGHMASTER_MODULE_TABLE weighmaster::audit::pdf_file::Table weighmaster_table{
    weighmaster::audit::pdf_file::with, weighmaster::audit::pdf_file::attachments};
