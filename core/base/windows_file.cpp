#ifdef _WIN32

#include <fstream>

#include "base/new_file.h"
#include "base/pipe.h"
#include "base/text.h"

namespace weighmaster::base {

namespace fs = std::filesystem;

Result<Bytes> read_file(const fs::path& path, std::uint64_t most) {
  const auto name = utf8(path);
  std::error_code error;
  const auto status = fs::status(path, error);
  if (!fs::exists(status)) return fail(Code::file_not_found, name, error.message());
  if (!fs::is_regular_file(status)) return fail(Code::file_not_regular, name);
  const auto size = fs::file_size(path, error);
  if (error) return fail(Code::file_unreadable, name, error.message());
  if (size > most) return fail(Code::file_too_large, name, "at most " + format_size(most));
  std::ifstream stream(path, std::ios::binary);
  Bytes content(static_cast<std::size_t>(size));
  stream.read(reinterpret_cast<char*>(content.data()), static_cast<std::streamsize>(content.size()));
  if (!stream) return fail(Code::file_unreadable, name);
  return content;
}

/// No path names a pipe that a shell made.
Result<Bytes> read_file_or_pipe(const fs::path& path, std::uint64_t most, const Task& /*task*/) {
  return read_file(path, most);
}

/// Rights are told only by trying.
bool may_write_in(const fs::path& /*folder*/) {
  return true;
}

Result<void> write_new_file(const fs::path& path, BytesView content, Existing /*existing*/,
                            Readers /*readers*/) {
  std::error_code error;
  const fs::path part = temporary_beside(path);
  {
    std::ofstream stream(part, std::ios::binary);
    stream.write(reinterpret_cast<const char*>(content.data()), static_cast<std::streamsize>(content.size()));
    if (!stream.flush()) {
      stream.close();
      fs::remove(part, error);
      return fail(Code::file_not_written, utf8(path));
    }
  }
  fs::rename(part, path, error);
  if (!error) return {};
  const auto message = error.message();
  fs::remove(part, error);
  return fail(Code::file_not_written, utf8(path), message);
}

}  // namespace weighmaster::base

#endif
