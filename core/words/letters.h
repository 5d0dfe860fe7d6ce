#pragma once

#include <string>
#include <string_view>

namespace weighmaster::words {

/// Letters so that they can't be taken for others: "i", "l (small L)", "r n", "U+0430" for what is not ASCII.
/// Empty for none.
[[nodiscard]] std::string spelled(std::string_view letters);

}  // namespace weighmaster::words
