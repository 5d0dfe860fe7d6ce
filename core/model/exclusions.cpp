#include "model/exclusions.h"

#include <algorithm>
#include <array>

namespace weighmaster::model {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 4> git_names{".git", ".gitignore", ".gitattributes", ".github"};

/// How `path` is called below `root`, by its text alone; nothing where it is the root or outside it.
std::optional<std::string> name_below(const fs::path& root, const fs::path& path) {
  auto name =
      (root / path).lexically_normal().lexically_relative((root / "").lexically_normal()).generic_string();
  if (name.ends_with('/')) name.pop_back();
  if (name.empty() || name == "." || name == ".." || name.starts_with("../")) return std::nullopt;
  return name;
}

}  // namespace

Exclusions::Exclusions(const fs::path& root, const fs::path& real_root, const ListOptions& options)
    : git_paths_(options.ignore_git_paths) {
  const auto add = [&](std::unordered_set<std::string>& names, const fs::path& path) {
    for (const auto& base : {root, real_root}) {
      if (auto name = name_below(base, path)) names.insert(std::move(*name));
    }
  };
  for (const auto& path : options.ignore_paths) add(asked_, path);
  if (!options.signature_file) return;
  std::error_code error;
  add(signature_names_, fs::absolute(*options.signature_file, error));
  const auto real = fs::canonical(*options.signature_file, error);
  if (!error) add(signature_names_, real);
  const auto status = access::status_of(*options.signature_file);
  if (status && status->kind == access::Kind::file) signature_ = status->stamp.identity;
}

std::optional<IgnoreReason> Exclusions::by_name(const std::string& name) const {
  if (signature_names_.contains(name)) return IgnoreReason::signature;
  if (git_paths_ && std::find(git_names.begin(), git_names.end(), name) != git_names.end())
    return IgnoreReason::git;
  if (asked_.contains(name)) return IgnoreReason::asked;
  return std::nullopt;
}

}  // namespace weighmaster::model
