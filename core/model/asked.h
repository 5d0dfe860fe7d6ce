#pragma once

#include <set>
#include <string>
#include <vector>

#include "model/tree.h"

namespace weighmaster::model {

/// Which files of a model a person asked about: all of it, or only some paths, each with its subtree.
class Asked {
 public:
  /// `only`: relative to the model or absolute below it; of a single file its name. Empty, or the model
  /// itself: all of it.
  Asked(const std::vector<std::string>& only, const Tree& tree);

  [[nodiscard]] bool all() const { return all_; }
  /// Whether this file was asked about.
  [[nodiscard]] bool covers(const std::string& name) const;
  /// Whether it was asked about, or stands above something that was: what hides that, counts.
  [[nodiscard]] bool concerns(const std::string& name) const;
  /// What was named and can't be a path in this model, as it was given.
  [[nodiscard]] const std::vector<std::string>& outside() const { return outside_; }
  [[nodiscard]] const std::set<std::string>& names() const { return names_; }

 private:
  bool all_ = false;
  std::set<std::string> names_;
  std::vector<std::string> outside_;
};

}  // namespace weighmaster::model
