#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "audit/outline.h"

/// What is asked of qpdf. A door of its own in C++17: qpdf's headers (11.3) are no C++20 to Clang 14. Every
/// function throws std::exception where the PDF is not as it should be.
namespace weighmaster::audit::pdf_file {

/// A file in the PDF: its content as it is, not compressed.
struct Attached {
  std::string name;
  std::string type;  // of media; not read back
  std::string content;
};

struct Additions {
  /// BCP 47.
  std::string language;
  std::string title;
  std::string subject;
  std::vector<Bookmark> bookmarks;
  std::vector<Link> links;
  std::vector<Attached> attachments;
};

/// What the module on qpdf gives (base/module.h).
struct Table {
  /// The PDF with these.
  std::string (*with)(const std::string& pdf_bytes, const Additions& more);
  /// What is attached to a PDF that was written so, `most` files at most.
  std::vector<Attached> (*attachments)(const std::string& pdf_bytes, std::size_t most);
};

}  // namespace weighmaster::audit::pdf_file
