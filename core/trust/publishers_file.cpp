#include "trust/publishers_file.h"

#include <cstdlib>
#include <system_error>

#include "base/file.h"
#include "base/limits.h"

namespace weighmaster::trust {
namespace {

namespace fs = std::filesystem;
using base::Code;
using base::Result;

/// An absolute path in the environment; nothing for anything else (XDG Base Directory Specification).
std::optional<fs::path> folder_named(const char* variable) {
  const char* value = std::getenv(variable);
  if (value == nullptr || !fs::path(value).is_absolute()) return std::nullopt;
  return value;
}

std::optional<fs::path> settings_folder() {
#if defined(_WIN32)
  return folder_named("APPDATA");
#elif defined(__APPLE__)
  const auto home = folder_named("HOME");
  return home ? std::optional(*home / "Library" / "Application Support") : std::nullopt;
#else
  if (auto settings = folder_named("XDG_CONFIG_HOME")) return settings;
  const auto home = folder_named("HOME");
  return home ? std::optional(*home / ".config") : std::nullopt;
#endif
}

}  // namespace

Result<Publishers> load_publishers(const fs::path& file) {
  const auto name = base::utf8(file);
  const auto text = base::read_file(file, base::limits::publishers_file_bytes);
  if (!text && text.error().code == Code::file_not_found) return Publishers(name);
  if (!text) return base::fail(text.error());
  return Publishers::parse(*text, name);
}

Result<void> save_publishers(const fs::path& file, const Publishers& book) {
  std::error_code error;
  const auto folder = file.parent_path();
  if (!folder.empty() && fs::create_directories(folder, error))
    fs::permissions(folder, fs::perms::owner_all, error);
  return base::write_file(file, as_bytes(book.text()), base::Existing::replace, base::Readers::owner);
}

Result<Publishers> change_publishers(const fs::path& file,
                                     const std::function<Result<Publishers>(const Publishers&)>& change) {
  const auto book = load_publishers(file);
  if (!book) return base::fail(book.error());
  auto changed = change(*book);
  if (!changed) return changed;
  if (auto saved = save_publishers(file, *changed); !saved) return base::fail(std::move(saved.error()));
  return changed;
}

std::optional<fs::path> default_publishers_file() {
  const auto settings = settings_folder();
  return settings ? std::optional(*settings / "weighmaster" / "publishers.json") : std::nullopt;
}

}  // namespace weighmaster::trust
