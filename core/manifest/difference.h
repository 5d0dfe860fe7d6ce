#pragma once

#include <string>
#include <utility>
#include <vector>

#include "manifest/manifest.h"

namespace weighmaster::manifest {

/// What became of the files between two manifests, by their names in code point order.
struct Difference {
  std::vector<std::string> added;
  std::vector<std::string> removed;
  std::vector<std::string> changed;
  /// From, to: the same content under another name. Not among the added and removed.
  std::vector<std::pair<std::string, std::string>> renamed;

  [[nodiscard]] bool empty() const {
    return added.empty() && removed.empty() && changed.empty() && renamed.empty();
  }
};

/// Files are compared by all their digests. Where the two are hashed in different ways, nothing can be said
/// of a file that is in both: then it counts as changed.
[[nodiscard]] Difference difference(const Manifest& before, const Manifest& after);

}  // namespace weighmaster::manifest
