#pragma once

#include <string>
#include <vector>

#include "console.h"
#include "options.h"

namespace weighmaster::terminal {

struct TokensOptions {
  std::vector<std::string> module_path;
};

/// Answers with the PKCS#11 tokens that are plugged in and the keys that they show without a PIN. Returns 0,
/// also where there are none.
[[nodiscard]] int tokens(const TokensOptions& options, const CommonOptions& common, const Console& console);

}  // namespace weighmaster::terminal
