#pragma once

#include <string>
#include <vector>

namespace weighmaster::terminal {

/// The arguments in the one spelling that the program knows: `_` becomes `-` in the names of options
/// (model-signing 1.1.1 writes
/// `--trust_config`), never in values; `--name=` is given an empty value; `verify MODEL` becomes `verify
/// sigstore MODEL`, and `sign MODEL` alike; `verify MODEL --policy FILE` becomes `verify policy …`.
[[nodiscard]] std::vector<std::string> normalised(const std::vector<std::string>& arguments);

}  // namespace weighmaster::terminal
