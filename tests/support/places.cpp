#include "support/places.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>

namespace weighmaster::tests {

namespace fs = std::filesystem;

fs::path source_dir() {
  return WEIGHMASTER_SOURCE_DIR;
}

fs::path data(std::string_view name) {
  return source_dir() / "tests" / "data" / name;
}

std::optional<fs::path> shared_dir() {
  const auto folder = source_dir().parent_path() / "shared";
  if (!fs::exists(folder / "conformance")) return std::nullopt;
  return folder;
}

Bytes read(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) {
    std::fprintf(stderr, "test data %s cannot be read\n", path.string().c_str());
    std::abort();
  }
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

void write(const fs::path& path, std::string_view content) {
  fs::create_directories(path.parent_path());
  std::ofstream stream(path, std::ios::binary);
  stream.write(content.data(), static_cast<std::streamsize>(content.size()));
  if (!stream.flush()) {
    std::fprintf(stderr, "test data %s cannot be written\n", path.string().c_str());
    std::abort();
  }
}

TemporaryFolder::TemporaryFolder() {
  std::random_device random;
  path_ = fs::temp_directory_path() / ("weighmaster-" + std::to_string(random()) + std::to_string(random()));
  fs::create_directories(path_);
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

}  // namespace weighmaster::tests
