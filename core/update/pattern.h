#pragma once

#include <string_view>

#include "update/metadata.h"

namespace weighmaster::update {

/// Whether the shell pattern fits the name, part by part between slashes: `*` and `?` never reach over one,
/// and both have as many parts (TUF specification section 4.5, PATHPATTERN). Brackets as Python's fnmatch
/// reads them.
[[nodiscard]] bool matches(std::string_view pattern, std::string_view name);

/// Whether the delegation is for the target of this name.
[[nodiscard]] bool is_for(const Delegation& delegation, std::string_view target);

}  // namespace weighmaster::update
