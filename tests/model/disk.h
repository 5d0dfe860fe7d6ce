#pragma once

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "model/tree.h"
#include "support/places.h"

/// Folders on the disk as tests want them.
namespace weighmaster::tests {

inline model::Tree list(const std::filesystem::path& path, const model::ListOptions& options = {}) {
  return model::list_model(path, options, {}).value();
}

inline std::vector<std::string> names(const model::Tree& tree) {
  std::vector<std::string> all;
  for (const auto& file : tree.files()) all.push_back(file.name);
  return all;
}

inline std::vector<std::string> ignored_names(const model::Tree& tree) {
  std::vector<std::string> all;
  for (const auto& ignored : tree.ignored()) all.push_back(ignored.name);
  return all;
}

/// "code subject" of each finding.
inline std::vector<std::string> remarks(const std::vector<base::Finding>& findings) {
  std::vector<std::string> all;
  for (const auto& finding : findings)
    all.push_back(std::string(base::name(finding.code)) + " " + finding.subject);
  return all;
}

inline void make_fifo(const std::filesystem::path& path) {
  ::mkfifo(path.c_str(), 0600);
}

/// A socket needs a short path to be bound to: it is made in the folder itself.
inline bool make_socket(const std::filesystem::path& path) {
  const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const auto text = path.string();
  if (fd < 0 || text.size() >= sizeof(address.sun_path)) return false;
  std::copy(text.begin(), text.end(), &address.sun_path[0]);
  const bool bound = ::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
  ::close(fd);
  return bound;
}

/// A file of zeros that takes no room.
inline void make_sparse(const std::filesystem::path& path, std::uint64_t size) {
  write(path, "");
  std::filesystem::resize_file(path, size);
}

inline void link_to(const std::filesystem::path& target, const std::filesystem::path& link) {
  std::filesystem::create_directories(link.parent_path());
  std::filesystem::create_symlink(target, link);
}

/// Gives up the superuser's rights, where the test has them, as long as it lives: the superuser reads
/// everything.
class NoSuperuser {
 public:
  NoSuperuser() : was_(::geteuid()) {
    constexpr uid_t nobody = 65534;
    if (was_ == 0 && ::seteuid(nobody) != 0) std::abort();
  }
  ~NoSuperuser() {
    if (was_ == 0 && ::seteuid(was_) != 0) std::abort();
  }
  NoSuperuser(const NoSuperuser&) = delete;
  NoSuperuser& operator=(const NoSuperuser&) = delete;
  NoSuperuser(NoSuperuser&&) = delete;
  NoSuperuser& operator=(NoSuperuser&&) = delete;

 private:
  uid_t was_;
};

}  // namespace weighmaster::tests
