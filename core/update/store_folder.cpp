#include <cstdlib>

#include "update/store.h"

namespace weighmaster::update {
namespace {

namespace fs = std::filesystem;

/// An absolute path in the environment; nothing for anything else (XDG Base Directory Specification).
std::optional<fs::path> folder_named(const char* variable) {
  const char* value = std::getenv(variable);
  if (value == nullptr || !fs::path(value).is_absolute()) return std::nullopt;
  return value;
}

std::optional<fs::path> data_folder() {
#if defined(_WIN32)
  return folder_named("LOCALAPPDATA");
#elif defined(__APPLE__)
  const auto home = folder_named("HOME");
  return home ? std::optional(*home / "Library" / "Application Support") : std::nullopt;
#else
  if (auto data = folder_named("XDG_DATA_HOME")) return data;
  const auto home = folder_named("HOME");
  return home ? std::optional(*home / ".local" / "share") : std::nullopt;
#endif
}

}  // namespace

std::optional<fs::path> default_store_folder() {
  const auto data = data_folder();
  return data ? std::optional(*data / "weighmaster" / "trust") : std::nullopt;
}

}  // namespace weighmaster::update
