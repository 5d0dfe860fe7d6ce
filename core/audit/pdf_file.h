#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

/// What is asked of qpdf. A door of its own in C++17: qpdf's headers (11.3) are no C++20 to Clang 14. Every
/// function throws std::exception where the PDF is not as it should be.
namespace weighmaster::audit::pdf_file {

/// An item of the outline: the page is counted from 1, and so is the level. All distances are points from the
/// page's upper left corner.
struct Mark {
  std::string title;
  std::size_t page = 1;
  std::size_t level = 1;
  std::int64_t top = 0;
};

/// A place on a page that leads to one of the marks, counted from 0.
struct Link {
  std::size_t page = 1;
  std::int64_t left = 0;
  std::int64_t top = 0;
  std::int64_t right = 0;
  std::int64_t bottom = 0;
  std::size_t mark = 0;
};

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
  std::vector<Mark> marks;
  std::vector<Link> links;
  std::vector<Attached> attachments;
};

/// The PDF with these.
[[nodiscard]] std::string with(const std::string& pdf_bytes, const Additions& more);

/// What is attached to a PDF that was written so, `most` files at most.
[[nodiscard]] std::vector<Attached> attachments(const std::string& pdf_bytes, std::size_t most);

}  // namespace weighmaster::audit::pdf_file
