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

/// The names that `path` has below the root as it was given, and as it really is.
void add_names(const fs::path& root, const fs::path& real_root, const fs::path& path,
               std::unordered_set<std::string>& names) {
  for (const auto& base : {root, real_root}) {
    if (auto name = name_below(base, path)) names.insert(std::move(*name));
  }
}

}  // namespace

Exclusions::Exclusions(const fs::path& root, const fs::path& real_root, const ListOptions& options)
    : git_paths_(options.ignore_git_paths) {
  for (const auto& path : options.ignore_paths) add_names(root, real_root, path, asked_);
  for (const auto& path : options.recorded_ignore_paths) add_names(root, real_root, path, recorded_);
  for (const auto& file : options.signature_files) add_signature(root, real_root, file);
}

void Exclusions::add_signature(const fs::path& root, const fs::path& real_root, const fs::path& file) {
  std::error_code error;
  add_names(root, real_root, fs::absolute(file, error), signature_names_);
  const auto real = fs::canonical(file, error);
  if (!error) add_names(root, real_root, real, signature_names_);
  const auto status = access::status_of(file);
  if (status && status->kind == access::Kind::file) signatures_.push_back(status->stamp.identity);
}

bool Exclusions::is_signature(const access::Stamp& stamp) const {
  return std::find(signatures_.begin(), signatures_.end(), stamp.identity) != signatures_.end();
}

std::optional<IgnoreReason> Exclusions::by_name(const std::string& name) const {
  if (signature_names_.contains(name)) return IgnoreReason::signature;
  if (git_paths_ && std::find(git_names.begin(), git_names.end(), name) != git_names.end())
    return IgnoreReason::git;
  if (asked_.contains(name)) return IgnoreReason::asked;
  if (recorded_.contains(name)) return IgnoreReason::recorded;
  return std::nullopt;
}

}  // namespace weighmaster::model
