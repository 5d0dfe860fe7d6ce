#include "address_book.h"

#include "base/file.h"
#include "base/limits.h"
#include "trust/publishers_file.h"

namespace weighmaster::terminal {

using base::Code;
using base::Result;

Result<std::filesystem::path> book_file(const std::optional<std::string>& file, const Console& console) {
  if (file) return *file;
  if (console.publishers_file) return *console.publishers_file;
  return base::fail(Code::file_not_found, "weighmaster/publishers.json",
                    "neither XDG_CONFIG_HOME nor HOME names a folder");
}

Result<trust::Publishers> read_book(const std::optional<std::string>& file, const Console& console) {
  if (!file) {
    return console.publishers_file ? trust::load_publishers(*console.publishers_file)
                                   : Result<trust::Publishers>(trust::Publishers({}));
  }
  const auto text = base::read_file(*file, base::limits::publishers_file_bytes);
  if (!text) return base::fail(text.error());
  return trust::Publishers::parse(*text, *file);
}

}  // namespace weighmaster::terminal
