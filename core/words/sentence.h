#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

/// Marks a literal for translation (lupdate reads it by this name, context "words").
#define WEIGHMASTER_WORDS(text) std::string_view(text)

namespace weighmaster::words {

/// A value for a `{name}` in a sentence, already fit to be shown (`quoted_name`, `plain`). Quoted ones come
/// from outside: they are set off and, in the window, never read as markup. Several of one name are a list.
struct Argument {
  std::string_view name;
  std::string value;
  bool quoted = false;
};

/// One sentence in English with named arguments. `text` is a literal that translations are looked up by.
struct Sentence {
  std::string_view text = {};
  std::vector<Argument> arguments = {};
  /// Particulars, set in brackets before the full stop; fit to be shown, but not translated ("at byte 12").
  std::string remark = {};

  [[nodiscard]] bool empty() const { return text.empty(); }
};

/// Maps the English text to another language.
using Translate = std::function<std::string(std::string_view)>;

/// A part of a filled sentence. `from_outside` parts are to be drawn as plain text, whatever they hold.
struct Part {
  std::string text;
  bool from_outside = false;

  friend bool operator==(const Part&, const Part&) = default;
};

/// The sentence with its arguments in place. Quoted values stand in “…”, lists have commas. A `{name}`
/// without argument stays as it is; braces in values are not looked at again.
[[nodiscard]] std::vector<Part> parts(const Sentence& sentence, const Translate& translate = {});

/// The parts as one text.
[[nodiscard]] std::string fill(const Sentence& sentence, const Translate& translate = {});

/// A value from outside as an argument: escaped (base::visible, and the quotation marks that set it off), cut
/// in the middle where it is longer than `most` characters.
[[nodiscard]] Argument quoted_name(std::string_view name, std::string_view value, std::size_t most = 320);

/// A value of our own: a count, a size, a date.
[[nodiscard]] Argument plain(std::string_view name, std::string value);

/// "7", "100 000": with no-break spaces from five digits on.
[[nodiscard]] std::string grouped(std::uint64_t number);

}  // namespace weighmaster::words
