#pragma once

#include <string_view>

namespace weighmaster::trust {

/// Whether a name could be a slip of the pen, or a trick, for another: names of publishers, owners, mailboxes
/// and domains, not of models, whose versions differ by a digit. It is, where
/// - only hyphens, underscores and full stops differ ("stability-ai", "stabilityai"), or
/// - a word that anybody can add was added or left out ("mistral-official"; the list is in the source), or
/// - a letter too many, too few, exchanged for another or for its neighbour (Damerau-Levenshtein, each pair
///   once) parts them, with those words or without: one such edit from five letters on, two from twelve on,
///   and where the edits stand in one word of several, that word is long enough for them.
/// Capital and small ASCII letters count as one: names that differ in these alone are the same, not alike. A
/// number at the end of a short name is another name ("Qwen", "Qwen2").
[[nodiscard]] bool spelled_alike(std::string_view a, std::string_view b);

/// Whether the text is made of nothing but words that many use for mailboxes and repositories ("release",
/// "security-team"), or is short: the same word elsewhere means nothing.
[[nodiscard]] bool is_common(std::string_view name);

}  // namespace weighmaster::trust
