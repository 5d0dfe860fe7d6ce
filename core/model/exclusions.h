#pragma once

#include <optional>
#include <string>
#include <unordered_set>

#include "model/access.h"
#include "model/tree.h"

namespace weighmaster::model {

/// What is left out before anything else is judged (OMS section 6.2). Exact names, no patterns.
class Exclusions {
 public:
  /// `root` as the person gave it; an absolute path to ignore may be below it or below the folder that it
  /// really is.
  Exclusions(const std::filesystem::path& root, const std::filesystem::path& real_root,
             const ListOptions& options);

  /// `name` is relative to the root. What is below an excluded folder is never asked for.
  [[nodiscard]] std::optional<IgnoreReason> by_name(const std::string& name) const;
  /// The signature file under whatever name.
  [[nodiscard]] bool is_signature(const access::Stamp& stamp) const { return stamp.identity == signature_; }

 private:
  bool git_paths_;
  std::unordered_set<std::string> asked_;
  std::unordered_set<std::string> signature_names_;
  std::optional<access::Identity> signature_;
};

}  // namespace weighmaster::model
