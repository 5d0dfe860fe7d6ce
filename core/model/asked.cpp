#include "model/asked.h"

namespace weighmaster::model {
namespace {

namespace fs = std::filesystem;

fs::path whole(const fs::path& path) {
  std::error_code error;
  auto absolute = fs::absolute(path, error);
  return error ? path : absolute.lexically_normal();
}

/// The path is the model itself, by its text.
bool is_root(const fs::path& root, const fs::path& path) {
  return (root / path / "").lexically_normal() == (root / "").lexically_normal();
}

}  // namespace

Asked::Asked(const std::vector<std::string>& only, const Tree& tree) : all_(only.empty()) {
  const auto model = whole(tree.root());
  const auto root = tree.is_single_file() ? model.parent_path() : model;
  for (const auto& path : only) {
    if (auto name = name_below(root, path)) {
      names_.insert(std::move(*name));
    } else if (!tree.is_single_file() && is_root(root, path)) {
      all_ = true;
    } else {
      outside_.push_back(path);
    }
  }
}

bool Asked::covers(const std::string& name) const {
  if (all_ || names_.contains(name)) return true;
  for (auto slash = name.find('/'); slash != std::string::npos; slash = name.find('/', slash + 1)) {
    if (names_.contains(name.substr(0, slash))) return true;
  }
  return false;
}

bool Asked::concerns(const std::string& name) const {
  if (covers(name)) return true;
  const auto below = names_.lower_bound(name + "/");
  return below != names_.end() && below->starts_with(name + "/");
}

}  // namespace weighmaster::model
