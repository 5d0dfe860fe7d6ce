#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "model/tree.h"

namespace weighmaster::model {

/// "git", "asked", "recorded", "signature".
[[nodiscard]] std::string_view name(IgnoreReason reason);

/// What is left out before anything else is judged (OMS section 6.2). Exact names, no patterns.
class Exclusions {
 public:
  /// `root` as the person gave it; an absolute path to ignore may be below it or below the folder that it
  /// really is.
  Exclusions(const std::filesystem::path& root, const std::filesystem::path& real_root,
             const ListOptions& options);

  /// `name` is relative to the root. What is below an excluded folder is never asked for.
  [[nodiscard]] std::optional<IgnoreReason> by_name(const std::string& name) const;
  /// All names, in code point order; those that are not UTF-8 can't be recorded and are not among them.
  [[nodiscard]] std::vector<std::string> names() const;

 private:
  using Names = std::unordered_set<std::string>;

  void add_signature(const std::filesystem::path& real_root, const std::filesystem::path& file);

  bool git_paths_;
  Names asked_;
  Names recorded_;
  Names signature_names_;
};

}  // namespace weighmaster::model
