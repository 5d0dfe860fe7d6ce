#include "base/file.h"

#include <fstream>
#include <random>
#include <system_error>

#include "base/encoding.h"
#include "base/text.h"

#ifndef _WIN32
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

namespace weighmaster::base {
namespace {

namespace fs = std::filesystem;

std::string system_message() {
  return std::error_code(errno, std::generic_category()).message();
}

/// A name beside the target that nobody else has.
fs::path temporary_beside(const fs::path& path) {
  std::random_device random;
  Bytes bytes(8);
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
  fs::path name = path;
  name += ".part-" + to_hex(bytes);
  return name;
}

}  // namespace

std::string utf8(const fs::path& path) {
  const auto text = path.u8string();
  return {text.begin(), text.end()};
}

#ifndef _WIN32

namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor(Descriptor&&) = delete;
  Descriptor& operator=(Descriptor&&) = delete;

  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] bool open() const { return fd_ >= 0; }

 private:
  int fd_;
};

Code why_not_open(int error) {
  if (error == ENOENT || error == ENOTDIR) return Code::file_not_found;
  if (error == ENXIO) return Code::file_not_regular;  // a socket
  return Code::file_unreadable;
}

Result<Bytes> read_at_most(int fd, const std::string& name, std::uint64_t size_hint, std::uint64_t most) {
  Bytes content;
  content.resize(static_cast<std::size_t>(size_hint) + 1);
  std::size_t have = 0;
  while (true) {
    const ssize_t got = ::read(fd, content.data() + have, content.size() - have);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(Code::file_unreadable, name, system_message());
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
    if (have > most) return fail(Code::file_too_large, name, "at most " + format_size(most));
    if (have == content.size()) content.resize(content.size() * 2);
  }
  content.resize(have);
  return content;
}

bool write_all(int fd, BytesView content) {
  while (!content.empty()) {
    const ssize_t put = ::write(fd, content.data(), content.size());
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return false;
    content = content.subspan(static_cast<std::size_t>(put));
  }
  return true;
}

Result<void> write_durably(const fs::path& path, BytesView content) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666));
  if (!file.open()) return fail(Code::file_not_written, utf8(path), system_message());
  if (!write_all(file.get(), content) || ::fsync(file.get()) != 0) {
    return fail(Code::file_not_written, utf8(path), system_message());
  }
  return {};
}

void sync_folder(const fs::path& folder) {
  const Descriptor handle(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (handle.open()) ::fsync(handle.get());
}

}  // namespace

Result<Bytes> read_file(const fs::path& path, std::uint64_t most) {
  const auto name = utf8(path);
  // Not blocking: opening a FIFO would wait for a writer that never comes.
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!file.open()) return fail(why_not_open(errno), name, system_message());
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) return fail(Code::file_unreadable, name, system_message());
  if (!S_ISREG(status.st_mode)) return fail(Code::file_not_regular, name);
  const auto size = static_cast<std::uint64_t>(status.st_size);
  if (size > most) return fail(Code::file_too_large, name, "at most " + format_size(most));
  return read_at_most(file.get(), name, size, most);
}

Result<void> write_file(const fs::path& path, BytesView content, Existing existing) {
  std::error_code ignored;
  const auto status = fs::symlink_status(path, ignored);
  if (fs::exists(status) && existing == Existing::keep) {
    return fail(Code::file_not_written, utf8(path), "it exists already");
  }
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    return fail(Code::file_not_written, utf8(path), "it is not a regular file");
  }

  const fs::path part = temporary_beside(path);
  auto written = write_durably(part, content);
  if (written) {
    // link() never replaces, rename() always does: each is the one atomic step for its case.
    const int moved = existing == Existing::keep ? ::link(part.c_str(), path.c_str())
                                                 : ::rename(part.c_str(), path.c_str());
    if (moved != 0) written = fail(Code::file_not_written, utf8(path), system_message());
  }
  fs::remove(part, ignored);
  sync_folder(path.parent_path());
  return written;
}

#else

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

Result<void> write_file(const fs::path& path, BytesView content, Existing existing) {
  std::error_code error;
  const auto status = fs::symlink_status(path, error);
  if (fs::exists(status) && existing == Existing::keep) {
    return fail(Code::file_not_written, utf8(path), "it exists already");
  }
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
  if (error) {
    const auto message = error.message();
    fs::remove(part, error);
    return fail(Code::file_not_written, utf8(path), message);
  }
  return {};
}

#endif

}  // namespace weighmaster::base
