#pragma once

#include <filesystem>
#include <vector>

#include "base/code.h"
#include "model/collection.h"

namespace weighmaster::verdict {

/// What a look at many models passed over, and why not all of them can be spoken for.
struct ScanScope {
  /// Models that were found and not checked.
  std::vector<std::filesystem::path> not_checked;
  /// Where models may lie that nobody looked at: model::Collection::findings.
  std::vector<base::Finding> findings;
  /// What is no model, though it lies where models do. It keeps nothing from being said of the models.
  std::vector<model::LeftOut> left_out;

  [[nodiscard]] bool is_whole() const { return not_checked.empty() && findings.empty(); }
};

}  // namespace weighmaster::verdict
