#ifndef _WIN32

#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <optional>
#include <system_error>
#include <utility>

#include "base/new_file.h"
#include "base/pipe.h"
#include "base/text.h"

namespace weighmaster::base {
namespace {

namespace fs = std::filesystem;

std::string message_of(int error) {
  return std::error_code(error, std::generic_category()).message();
}

std::string system_message() {
  return message_of(errno);
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }

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

/// Room for all of it is made at once, so that it never moves and leaves a copy behind.
Result<Bytes> read_pipe(int fd, const std::string& name, std::uint64_t most, const Task& task) {
  constexpr int until_stops_are_looked_for = 100;  // milliseconds
  Bytes content(static_cast<std::size_t>(most) + 1);
  std::size_t have = 0;
  while (have < content.size()) {
    if (task.stopped()) return fail(cancelled());
    pollfd ready{fd, POLLIN, 0};
    if (::poll(&ready, 1, until_stops_are_looked_for) <= 0) continue;
    const ssize_t got = ::read(fd, content.data() + have, content.size() - have);
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (got < 0) return fail(Code::file_unreadable, name, system_message());
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  if (have > most) return fail(Code::file_too_large, name, "at most " + format_size(most));
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

fs::path folder_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

/// Gives a file another name, if nothing has that name. Returns 0 or the error's number.
int rename_to_free_name(const fs::path& from, const fs::path& to) {
#ifdef RENAME_NOREPLACE
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return 0;
  if (errno != ENOSYS && errno != EINVAL) return errno;
#endif
  if (::link(from.c_str(), to.c_str()) != 0) return errno;
  ::unlink(from.c_str());
  return 0;
}

/// A file that is being written: without a name where the system has such files, so that nothing of it is
/// left whenever the program ends, else with a temporary one. It is locked as long as it is open. What fails
/// returns the error's number, else 0.
class Part {
 public:
  explicit Part(const fs::path& target) : target_(target), file_(open_nameless(target)) {}
  ~Part() {
    if (name_) ::unlink(name_->c_str());
  }
  Part(const Part&) = delete;
  Part& operator=(const Part&) = delete;
  Part(Part&&) = delete;
  Part& operator=(Part&&) = delete;

  [[nodiscard]] int fill(BytesView content, Readers readers) {
    if (!file_.open()) {
      if (const int error = take_name(); error != 0) return error;
    }
    if (readers == Readers::owner && ::fchmod(file_.get(), S_IRUSR | S_IWUSR) != 0) return errno;
    ::flock(file_.get(), LOCK_EX | LOCK_NB);
    return write_all(file_.get(), content) && ::fsync(file_.get()) == 0 ? 0 : errno;
  }

  /// In place of nothing: EEXIST where there is a file.
  [[nodiscard]] int appear() {
    if (!name_) return link_to(target_);
    const int error = rename_to_free_name(*name_, target_);
    if (error == 0) name_.reset();
    return error;
  }

  /// In place of what is there. Only rename() replaces, and it wants a name.
  [[nodiscard]] int replace() {
    if (!name_) {
      auto name = temporary_beside(target_);
      if (const int error = link_to(name); error != 0) return error;
      name_ = std::move(name);
    }
    if (::rename(name_->c_str(), target_.c_str()) != 0) return errno;
    name_.reset();
    return 0;
  }

 private:
  static Descriptor open_nameless([[maybe_unused]] const fs::path& target) {
#ifdef O_TMPFILE
    // Its name comes through /proc later.
    if (::access("/proc/self/fd", X_OK) == 0)
      return Descriptor(::open(folder_of(target).c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666));
#endif
    return Descriptor(-1);
  }

  [[nodiscard]] int take_name() {
    auto name = temporary_beside(target_);
    file_ = Descriptor(::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    if (!file_.open()) return errno;
    name_ = std::move(name);
    return 0;
  }

  [[nodiscard]] int link_to(const fs::path& path) const {
    const auto handle = "/proc/self/fd/" + std::to_string(file_.get());
    const bool linked = ::linkat(AT_FDCWD, handle.c_str(), AT_FDCWD, path.c_str(), AT_SYMLINK_FOLLOW) == 0;
    return linked ? 0 : errno;
  }

  const fs::path& target_;
  Descriptor file_;
  std::optional<fs::path> name_;
};

/// What a program that was killed has left. Whoever still writes holds the lock.
void remove_abandoned_parts(const fs::path& target) {
  std::error_code error;
  for (fs::directory_iterator entry(folder_of(target), error), end; !error && entry != end;
       entry.increment(error)) {
    if (!is_temporary_of(target, entry->path())) continue;
    const Descriptor part(::open(entry->path().c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    if (part.open() && ::flock(part.get(), LOCK_EX | LOCK_NB) == 0) ::unlink(entry->path().c_str());
  }
}

void sync_folder(const fs::path& folder) {
  const Descriptor handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (handle.open()) ::fsync(handle.get());
}

}  // namespace

Result<Bytes> read_file_or_pipe(const fs::path& path, std::uint64_t most, const Task& task) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  struct stat status {};
  const bool is_pipe = file.open() && ::fstat(file.get(), &status) == 0 && S_ISFIFO(status.st_mode);
  return is_pipe ? read_pipe(file.get(), utf8(path), most, task) : read_file(path, most);
}

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

bool may_write_in(const fs::path& folder) {
  return ::faccessat(AT_FDCWD, folder.c_str(), W_OK | X_OK, AT_EACCESS) == 0;
}

Result<void> write_new_file(const fs::path& path, BytesView content, Existing existing, Readers readers) {
  remove_abandoned_parts(path);
  Part part(path);
  int error = part.fill(content, readers);
  if (error == 0) {
    error = part.appear();
    if (error == EEXIST && existing == Existing::replace) error = part.replace();
  }
  if (error == EEXIST) return fail(Code::file_exists, utf8(path));
  if (error != 0) return fail(Code::file_not_written, utf8(path), message_of(error));
  sync_folder(folder_of(path));
  return {};
}

}  // namespace weighmaster::base

#endif
