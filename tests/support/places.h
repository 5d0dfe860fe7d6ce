#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace weighmaster::tests {

/// The top of the source tree.
[[nodiscard]] std::filesystem::path source_dir();
/// tests/data/<name>.
[[nodiscard]] std::filesystem::path data(std::string_view name);
/// The published test data beside the source tree (`../shared`), or nothing where it is absent: then skip,
/// with the reason.
[[nodiscard]] std::optional<std::filesystem::path> shared_dir();
inline constexpr const char* no_shared = "the published test data (../shared) is not beside the source tree";

/// The whole file; ends the test program where it can't be read.
[[nodiscard]] Bytes read(const std::filesystem::path& path);
/// Writes a file and the folders above it.
void write(const std::filesystem::path& path, std::string_view content);

/// A folder of its own under the system's temporary folder, gone with the object.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  TemporaryFolder(TemporaryFolder&&) = delete;
  TemporaryFolder& operator=(TemporaryFolder&&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

}  // namespace weighmaster::tests
