#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <tl/expected.hpp>

/// The little that a walk and a reader ask of the system: everything relative to an open folder, nothing
/// through a link. One source file a system implements it (posix_access.cpp).
namespace weighmaster::model::access {

template <class T>
using SystemResult = tl::expected<T, std::error_code>;

enum class Kind : std::uint8_t { file, folder, link, special };

struct Moment {
  std::int64_t seconds = 0;
  std::int64_t nanoseconds = 0;

  friend bool operator==(const Moment&, const Moment&) = default;
};

/// Which file it is, whatever it is called.
struct Identity {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;

  friend bool operator==(const Identity&, const Identity&) = default;
};

/// What changes when a file is replaced or written to.
struct Stamp {
  Identity identity;
  std::uint64_t size = 0;
  Moment modified;
  Moment changed;

  friend bool operator==(const Stamp&, const Stamp&) = default;
};

struct Status {
  Kind kind = Kind::special;
  Stamp stamp;
};

/// An open file or folder.
class Handle {
 public:
  explicit Handle(std::intptr_t native) : native_(native) {}
  ~Handle();
  Handle(Handle&& other) noexcept;
  Handle& operator=(Handle&& other) noexcept;
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  [[nodiscard]] std::intptr_t native() const { return native_; }

 private:
  std::intptr_t native_;
};

/// By path, through links: for what the person named.
[[nodiscard]] SystemResult<Status> status_of(const std::filesystem::path& path);
[[nodiscard]] SystemResult<Handle> open_folder(const std::filesystem::path& path);
/// Never waiting (on a FIFO): ask for its status before it is read.
[[nodiscard]] SystemResult<Handle> open_file(const std::filesystem::path& path);

/// Whether this is a regular file of the person who runs the program, not a link, and nobody else may write
/// to it.
[[nodiscard]] bool is_only_ours(const std::filesystem::path& path);

/// Of the entry itself, also where it is a link. `name` is one component.
[[nodiscard]] SystemResult<Status> status_at(const Handle& folder, const std::string& name);
[[nodiscard]] SystemResult<Status> status(const Handle& handle);
/// The entry itself, never through a link, never waiting (on a FIFO).
[[nodiscard]] SystemResult<Handle> open_folder_at(const Handle& folder, const std::string& name);
[[nodiscard]] SystemResult<Handle> open_file_at(const Handle& folder, const std::string& name);
/// The folder at "a/b/c" below, component by component; the folder itself for "".
[[nodiscard]] SystemResult<Handle> open_folder_below(const Handle& folder, std::string_view path);

/// Calls `visit` with each name but "." and "..", in the system's order, until it returns false.
[[nodiscard]] SystemResult<void> each_name(const Handle& folder,
                                           const std::function<bool(std::string_view)>& visit);

/// Tells the system what will be read soon, so that it can begin: it goes on reading after this returns. No
/// more than a hint: where a system takes none, nothing happens.
void will_need(const Handle& file, std::uint64_t offset, std::uint64_t size);

/// Fills the buffer from the offset as far as the file goes. Returns the bytes read.
[[nodiscard]] SystemResult<std::size_t> read_at(const Handle& file, std::span<std::uint8_t> buffer,
                                                std::uint64_t offset);

}  // namespace weighmaster::model::access
