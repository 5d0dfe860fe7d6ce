#include "model/hub.h"

#include <algorithm>
#include <array>

#include "base/file.h"

namespace weighmaster::model {

using base::Code;
using base::fail;
using base::Result;
namespace fs = std::filesystem;

namespace {

/// A reference holds a commit: 40 letters, and a new line at most.
constexpr std::uint64_t reference_bytes = 64;

/// A blob is called by its SHA-256, or for small files by the SHA-1 that git gives it.
bool is_blob_name(const std::string& name) {
  const bool right_length = name.size() == 64 || name.size() == 40;
  return right_length && name.find_first_not_of("0123456789abcdef") == std::string::npos;
}

bool is_below(const fs::path& folder, const fs::path& path) {
  return std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first == folder.end();
}

constexpr std::array<std::pair<std::string_view, StoreKind>, 3> kinds{
    {{"models--", StoreKind::model}, {"datasets--", StoreKind::dataset}, {"spaces--", StoreKind::space}}};

std::optional<StoreKind> kind_by_name(const std::string& name) {
  for (const auto& [start, kind] : kinds) {
    if (name.starts_with(start) && name.size() > start.size()) return kind;
  }
  return std::nullopt;
}

bool is_store_name(const std::string& name) {
  return kind_by_name(name) == StoreKind::model;
}

bool is_store(const fs::path& folder) {
  return store_kind(folder) == StoreKind::model;
}

/// The store that the path is, or whose `snapshots` it is.
std::optional<fs::path> store_of(const fs::path& path) {
  std::error_code error;
  const auto real = fs::canonical(path, error);
  if (error) return std::nullopt;
  if (is_store(real)) return path;
  if (real.filename() == "snapshots" && is_store(real.parent_path())) return real.parent_path();
  return std::nullopt;
}

/// In the order of their names.
std::vector<std::string> snapshots_of(const fs::path& store) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator entry(store / "snapshots", error), end; !error && entry != end;
       entry.increment(error)) {
    std::error_code unreadable;
    if (entry->is_directory(unreadable)) names.push_back(entry->path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string main_revision(const fs::path& store) {
  const auto text = base::read_file(store / "refs" / "main", reference_bytes);
  if (!text) return {};
  const auto letters = as_text(*text);
  return std::string(letters.substr(0, letters.find_last_not_of("\r\n") + 1));
}

}  // namespace

bool is_hub_pair(const fs::path& link, const fs::path& target) {
  if (target.parent_path().filename() != "blobs" || !is_blob_name(target.filename().string())) return false;
  const auto store = target.parent_path().parent_path();
  if (!is_store_name(store.filename().string())) return false;
  const auto snapshots = store / "snapshots";
  if (!is_below(snapshots, link)) return false;
  // Behind "snapshots": the revision and at least a name.
  return std::distance(snapshots.begin(), snapshots.end()) + 2 <= std::distance(link.begin(), link.end());
}

bool is_hub_link(const fs::path& path) {
  std::error_code error;
  const auto whole = fs::absolute(path, error);
  if (error || !fs::is_symlink(fs::symlink_status(whole, error))) return false;
  const auto folder = fs::canonical(whole.parent_path(), error);
  if (error) return false;
  const auto target = fs::canonical(whole, error);
  return !error && is_hub_pair(folder / whole.filename(), target);
}

std::optional<StoreKind> store_kind(const fs::path& folder) {
  const auto kind = kind_by_name(folder.filename().string());
  std::error_code error;
  return kind && fs::is_directory(folder / "snapshots", error) ? kind : std::nullopt;
}

std::string hub_name(const fs::path& store) {
  auto name = base::utf8(store.filename());
  name.erase(0, name.find("--") + 2);
  if (const auto dashes = name.find("--"); dashes != std::string::npos) name.replace(dashes, 2, "/");
  return name;
}

std::vector<std::string> revisions_in_use(const fs::path& store) {
  auto snapshots = snapshots_of(store);
  const auto main = std::find(snapshots.begin(), snapshots.end(), main_revision(store));
  return main == snapshots.end() ? snapshots : std::vector<std::string>{*main};
}

Result<fs::path> model_folder(const fs::path& path) {
  const auto store = store_of(path);
  if (!store) return path;
  const auto revisions = revisions_in_use(*store);
  if (revisions.size() == 1) return *store / "snapshots" / revisions.front();
  return fail(Code::model_hub_store, base::utf8(path), std::to_string(revisions.size()) + " snapshots");
}

bool holds_hub_stores(const fs::path& folder) {
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    if (is_store(entry->path())) return true;
  }
  return false;
}

}  // namespace weighmaster::model
