#pragma once

#include <string>
#include <vector>

#include "verify.h"

namespace weighmaster::terminal {

struct ScanOptions {
  std::vector<std::string> places;
  /// What holds for every model: policy, trusted root, times. Names no model and no signature.
  VerifyOptions each;
  bool labels_are_names = false;
  /// Says nothing of models that are trusted.
  bool quiet = false;
};

/// Looks for models and verifies each. Returns the exit code of the worst verdict; of places in which not all
/// could be looked at, 5 at best.
[[nodiscard]] int scan(const ScanOptions& options, const CommonOptions& common, const Console& console);

}  // namespace weighmaster::terminal
