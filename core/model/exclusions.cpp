#include "model/exclusions.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>

#include "base/text.h"

namespace weighmaster::model {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 4> git_names{".git", ".gitignore", ".gitattributes", ".github"};

/// The names that `path` has below the root as it was given, and as it really is.
void add_names(const fs::path& root, const fs::path& real_root, const fs::path& path,
               std::unordered_set<std::string>& names) {
  for (const auto& base : {root, real_root}) {
    if (auto name = name_below(base, path)) names.insert(std::move(*name));
  }
}

}  // namespace

std::optional<std::string> name_below(const fs::path& root, const fs::path& path) {
  auto name =
      (root / path).lexically_normal().lexically_relative((root / "").lexically_normal()).generic_string();
  if (name.ends_with('/')) name.pop_back();
  if (name.empty() || name == "." || name == ".." || name.starts_with("../")) return std::nullopt;
  return name;
}

std::string_view name(IgnoreReason reason) {
  switch (reason) {
    case IgnoreReason::git:
      return "git";
    case IgnoreReason::asked:
      return "asked";
    case IgnoreReason::recorded:
      return "recorded";
    case IgnoreReason::signature:
      return "signature";
  }
  return {};
}

Exclusions::Exclusions(const fs::path& root, const fs::path& real_root, const ListOptions& options)
    : git_paths_(options.ignore_git_paths) {
  for (const auto& path : options.ignore_paths) add_names(root, real_root, path, asked_);
  for (const auto& path : options.recorded_ignore_paths) add_names(root, real_root, path, recorded_);
  for (const auto& file : options.signature_files) add_signature(real_root, file);
}

/// By the names that it really has: a path's text alone may lead elsewhere through a link, and another name
/// of the same file is another file of the model.
void Exclusions::add_signature(const fs::path& real_root, const fs::path& file) {
  std::error_code error;
  const auto whole = fs::absolute(file, error);
  const auto folder = fs::canonical(whole.parent_path(), error);
  if (error) return;
  add_names(real_root, real_root, folder / whole.filename(), signature_names_);
  const auto target = fs::canonical(whole, error);
  if (!error) add_names(real_root, real_root, target, signature_names_);
}

std::optional<IgnoreReason> Exclusions::by_name(const std::string& name) const {
  if (signature_names_.contains(name)) return IgnoreReason::signature;
  if (git_paths_ && std::find(git_names.begin(), git_names.end(), name) != git_names.end())
    return IgnoreReason::git;
  if (asked_.contains(name)) return IgnoreReason::asked;
  if (recorded_.contains(name)) return IgnoreReason::recorded;
  return std::nullopt;
}

std::vector<std::string> Exclusions::names() const {
  std::set<std::string> all;
  if (git_paths_) all.insert(git_names.begin(), git_names.end());
  for (const auto* names : {&asked_, &recorded_, &signature_names_}) {
    std::copy_if(names->begin(), names->end(), std::inserter(all, all.end()),
                 [](const std::string& name) { return base::is_utf8(name); });
  }
  return {all.begin(), all.end()};
}

}  // namespace weighmaster::model
