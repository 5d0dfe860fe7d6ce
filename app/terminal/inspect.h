#pragma once

#include <string>

#include "console.h"
#include "options.h"

namespace weighmaster::terminal {

struct InspectOptions {
  std::string path;
  bool all_files = false;
};

/// Answers with what signature files claim. Returns 0, 5 where one can't be read, 6 where there is none.
[[nodiscard]] int inspect(const InspectOptions& options, const CommonOptions& common, const Console& console);

}  // namespace weighmaster::terminal
