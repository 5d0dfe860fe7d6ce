#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace weighmaster::words {

/// A value for a `{name}` in a sentence, already fit to be shown (base::visible). `quoted` ones come from outside: they are set off
/// and, in the window, never read as markup.
struct Argument {
  std::string_view name;
  std::string value;
  bool quoted = false;
};

/// One sentence in English with named arguments. `text` is a literal that translations are looked up by.
struct Sentence {
  std::string_view text;
  std::vector<Argument> arguments;

  [[nodiscard]] bool empty() const { return text.empty(); }
};

/// Marks a literal for translation (lupdate reads it by this name, context "words").
#define WEIGHMASTER_WORDS(text) std::string_view(text)

/// The sentence with its arguments filled in; `translate`, where given, maps the English text first. Quoted arguments stand in
/// “…”. A `{name}` without argument stays as it is; braces in values are not looked at again.
[[nodiscard]] std::string fill(const Sentence& sentence,
                               const std::function<std::string(std::string_view)>& translate = {});

}  // namespace weighmaster::words
