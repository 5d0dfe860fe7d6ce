#include "model/links.h"

#include <algorithm>
#include <vector>

namespace weighmaster::model {
namespace {

namespace fs = std::filesystem;

/// A blob is called by its SHA-256, or for small files by the SHA-1 that git gives it.
bool is_blob_name(const std::string& name) {
  const bool right_length = name.size() == 64 || name.size() == 40;
  return right_length && name.find_first_not_of("0123456789abcdef") == std::string::npos;
}

bool is_below(const fs::path& folder, const fs::path& path) {
  return std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first == folder.end();
}

/// Whether the link names a blob of its own store that is not there.
bool lacks_its_blob(const fs::path& link) {
  std::error_code error;
  const auto written = fs::read_symlink(link, error);
  if (error) return false;
  const auto target = (link.parent_path() / written).lexically_normal();
  return is_hub_pair(link, target) && fs::symlink_status(target, error).type() == fs::file_type::not_found;
}

LinkTarget broken(const fs::path& link, const std::error_code& error) {
  using Where = LinkTarget::Where;
  if (error == std::errc::too_many_symbolic_link_levels) return {Where::cycle, {}, {}, error.message()};
  return {lacks_its_blob(link) ? Where::not_downloaded : Where::nowhere, {}, {}, error.message()};
}

}  // namespace

bool is_hub_pair(const fs::path& link, const fs::path& target) {
  if (target.parent_path().filename() != "blobs" || !is_blob_name(target.filename().string())) return false;
  const auto store = target.parent_path().parent_path();
  const auto store_name = store.filename().string();
  if (!store_name.starts_with("models--") || store_name.size() == std::string_view("models--").size())
    return false;
  const auto snapshots = store / "snapshots";
  if (!is_below(snapshots, link)) return false;
  // Behind "snapshots": the revision and at least a name.
  return std::distance(snapshots.begin(), snapshots.end()) + 2 <= std::distance(link.begin(), link.end());
}

LinkTarget follow_link(const fs::path& root, const std::string& link) {
  const auto link_path = root / link;
  std::error_code error;
  const auto target = fs::canonical(link_path, error);
  if (error) return broken(link_path, error);
  if (is_hub_pair(link_path, target)) {
    return {LinkTarget::Where::hub, target.filename().string(), target.parent_path(), {}};
  }
  if (!is_below(root, target)) return {LinkTarget::Where::outside, {}, {}, {}};
  auto path = target == root ? std::string{} : target.lexically_relative(root).generic_string();
  return {LinkTarget::Where::inside, std::move(path), {}, {}};
}

}  // namespace weighmaster::model
