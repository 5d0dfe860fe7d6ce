#include "model/hub.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

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

bool is_store_name(const std::string& name) {
  constexpr std::string_view start = "models--";
  return name.starts_with(start) && name.size() > start.size();
}

bool is_store(const fs::path& folder) {
  std::error_code error;
  return is_store_name(folder.filename().string()) && fs::is_directory(folder / "snapshots", error);
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

Result<fs::path> model_folder(const fs::path& path) {
  const auto store = store_of(path);
  if (!store) return path;
  const auto snapshots = snapshots_of(*store);
  const auto main = std::find(snapshots.begin(), snapshots.end(), main_revision(*store));
  if (main != snapshots.end()) return *store / "snapshots" / *main;
  if (snapshots.size() == 1) return *store / "snapshots" / snapshots.front();
  return fail(Code::model_hub_store, base::utf8(path), std::to_string(snapshots.size()) + " snapshots");
}

bool holds_hub_stores(const fs::path& folder) {
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    if (is_store(entry->path())) return true;
  }
  return false;
}

}  // namespace weighmaster::model
