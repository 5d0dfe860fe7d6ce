#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/task.h"
#include "crypto/secret.h"

namespace weighmaster::signing {

/// What a program can see of the machine that it runs on. Passed in, so that tests choose it.
struct Surroundings {
  /// A variable of the environment.
  std::function<std::optional<std::string>(const char* name)> variable;
  /// Runs a program, without a shell, and returns what it writes.
  std::function<base::Result<crypto::Secret>(const std::vector<std::string>& command, const base::Task& task)>
      run;
  /// What the machine's maker calls it (on Linux its DMI product name); empty where nobody knows.
  std::function<std::string()> product_name;
};

/// Nothing is set, nothing can be run.
[[nodiscard]] Surroundings no_surroundings();

}  // namespace weighmaster::signing
