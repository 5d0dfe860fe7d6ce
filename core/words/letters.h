#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "words/sentence.h"

namespace weighmaster::words {

/// Letters so that they can't be taken for others: "i", "l (small L)", "r n", "U+0430" for what is not ASCII.
/// Empty for none.
[[nodiscard]] std::string spelled(std::string_view letters);

/// In what letters a name differs from the one that is expected, a sentence for each place; none where they
/// are the same, or differ in more than a few letters.
[[nodiscard]] std::vector<Sentence> letters_that_differ(std::string_view expected, std::string_view found);

}  // namespace weighmaster::words
