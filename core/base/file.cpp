#include "base/file.h"

#include "base/new_file.h"

namespace weighmaster::base {
namespace {

namespace fs = std::filesystem;

Result<void> check_kind(const fs::path& path, Existing existing) {
  std::error_code ignored;
  const auto status = fs::symlink_status(path, ignored);
  const auto refuse = [&](const char* why) { return fail(Code::file_not_written, utf8(path), why); };
  switch (status.type()) {
    case fs::file_type::none:
    case fs::file_type::not_found:
      return {};
    case fs::file_type::regular:
      if (existing == Existing::keep) return fail(Code::file_exists, utf8(path));
      return {};
    case fs::file_type::directory:
      return refuse("it is a folder");
    case fs::file_type::symlink:
      return refuse("it is a link");
    default:
      return refuse("it is a pipe, a socket or a device");
  }
}

}  // namespace

std::string utf8(const fs::path& path) {
  const auto text = path.u8string();
  return {text.begin(), text.end()};
}

Result<void> check_target(const fs::path& path, Existing existing) {
  if (!path.has_filename()) return fail(Code::file_not_written, utf8(path), "it is a folder");
  if (auto checked = check_kind(path, existing); !checked) return checked;
  std::error_code ignored;
  const auto folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  if (!fs::is_directory(folder, ignored))
    return fail(Code::file_not_written, utf8(path), "the folder for it is not there");
  if (!may_write_in(folder))
    return fail(Code::file_not_written, utf8(path), "you may not write in its folder");
  return {};
}

Result<void> write_file(const fs::path& path, BytesView content, Existing existing, Readers readers) {
  if (auto checked = check_target(path, existing); !checked) return checked;
  return write_new_file(path, content, existing, readers);
}

}  // namespace weighmaster::base
