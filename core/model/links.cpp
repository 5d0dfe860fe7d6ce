#include "model/links.h"

#include <algorithm>
#include <vector>

#include "model/hub.h"

namespace weighmaster::model {
namespace {

namespace fs = std::filesystem;

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
