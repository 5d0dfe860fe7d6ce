#ifndef _WIN32

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <memory>
#include <utility>

#include "model/access.h"

namespace weighmaster::model::access {
namespace {

constexpr std::intptr_t closed = -1;
constexpr int folder_flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;

int descriptor(const Handle& handle) {
  return static_cast<int>(handle.native());
}

tl::unexpected<std::error_code> system_failure() {
  return tl::unexpected<std::error_code>{std::error_code(errno, std::generic_category())};
}

SystemResult<Handle> opened(int fd) {
  if (fd < 0) return system_failure();
  return Handle(fd);
}

Kind kind_of(mode_t mode) {
  if (S_ISREG(mode)) return Kind::file;
  if (S_ISDIR(mode)) return Kind::folder;
  if (S_ISLNK(mode)) return Kind::link;
  return Kind::special;
}

Moment moment(const timespec& time) {
  return {time.tv_sec, time.tv_nsec};
}

Status to_status(const struct stat& raw) {
#ifdef __APPLE__
  const auto& modified = raw.st_mtimespec;
  const auto& changed = raw.st_ctimespec;
#else
  const auto& modified = raw.st_mtim;
  const auto& changed = raw.st_ctim;
#endif
  return {kind_of(raw.st_mode),
          {{static_cast<std::uint64_t>(raw.st_dev), static_cast<std::uint64_t>(raw.st_ino)},
           static_cast<std::uint64_t>(raw.st_size),
           moment(modified),
           moment(changed)}};
}

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

}  // namespace

Handle::~Handle() {
  if (native_ != closed) ::close(static_cast<int>(native_));
}

Handle::Handle(Handle&& other) noexcept : native_(std::exchange(other.native_, closed)) {}

Handle& Handle::operator=(Handle&& other) noexcept {
  std::swap(native_, other.native_);
  return *this;
}

SystemResult<Status> status_of(const std::filesystem::path& path) {
  struct stat raw {};
  if (::stat(path.c_str(), &raw) != 0) return system_failure();
  return to_status(raw);
}

bool is_only_ours(const std::filesystem::path& path) {
  struct stat raw {};
  if (::lstat(path.c_str(), &raw) != 0) return false;
  return S_ISREG(raw.st_mode) && raw.st_uid == ::geteuid() && (raw.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

SystemResult<Status> status_at(const Handle& folder, const std::string& name) {
  struct stat raw {};
  if (::fstatat(descriptor(folder), name.c_str(), &raw, AT_SYMLINK_NOFOLLOW) != 0) return system_failure();
  return to_status(raw);
}

SystemResult<Status> status(const Handle& handle) {
  struct stat raw {};
  if (::fstat(descriptor(handle), &raw) != 0) return system_failure();
  return to_status(raw);
}

SystemResult<Handle> open_folder(const std::filesystem::path& path) {
  return opened(::open(path.c_str(), folder_flags));
}

SystemResult<Handle> open_file(const std::filesystem::path& path) {
  return opened(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
}

SystemResult<Handle> open_folder_at(const Handle& folder, const std::string& name) {
  return opened(::openat(descriptor(folder), name.c_str(), folder_flags | O_NOFOLLOW));
}

SystemResult<Handle> open_file_at(const Handle& folder, const std::string& name) {
  constexpr int flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
  return opened(::openat(descriptor(folder), name.c_str(), flags));
}

SystemResult<Handle> open_folder_below(const Handle& folder, std::string_view path) {
  auto here = opened(::openat(descriptor(folder), ".", folder_flags));
  while (here && !path.empty()) {
    const std::string component(path.substr(0, path.find('/')));
    path.remove_prefix(std::min(component.size() + 1, path.size()));
    here = open_folder_at(*here, component);
  }
  return here;
}

SystemResult<void> each_name(const Handle& folder, const std::function<bool(std::string_view)>& visit) {
  // A descriptor of its own: the stream closes it, and its position is nobody else's.
  const int fd = ::openat(descriptor(folder), ".", folder_flags);
  if (fd < 0) return system_failure();
  const std::unique_ptr<DIR, CloseFolder> stream(::fdopendir(fd));
  if (!stream) {
    const auto failure = system_failure();
    ::close(fd);
    return failure;
  }
  while (true) {
    errno = 0;
    const dirent* const entry = ::readdir(stream.get());
    if (entry == nullptr && errno != 0) return system_failure();
    if (entry == nullptr) return {};
    const std::string_view name(&entry->d_name[0]);
    if (name != "." && name != ".." && !visit(name)) return {};
  }
}

void will_need(const Handle& file, std::uint64_t offset, std::uint64_t size) {
#ifdef __APPLE__
  radvisory range{static_cast<off_t>(offset), static_cast<int>(std::min<std::uint64_t>(size, INT_MAX))};
  ::fcntl(descriptor(file), F_RDADVISE, &range);
#else
  // Linux cuts off what is longer than one request to the disk may be.
  constexpr std::uint64_t at_once = std::uint64_t{1} << 20U;
  for (const auto end = offset + size; offset < end; offset += at_once) {
    const auto part = std::min(at_once, end - offset);
    ::posix_fadvise(descriptor(file), static_cast<off_t>(offset), static_cast<off_t>(part),
                    POSIX_FADV_WILLNEED);
  }
#endif
}

SystemResult<std::size_t> read_at(const Handle& file, std::span<std::uint8_t> buffer, std::uint64_t offset) {
  std::size_t have = 0;
  while (have < buffer.size()) {
    const auto rest = buffer.subspan(have);
    const ssize_t got =
        ::pread(descriptor(file), rest.data(), rest.size(), static_cast<off_t>(offset + have));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_failure();
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  return have;
}

}  // namespace weighmaster::model::access

#endif
