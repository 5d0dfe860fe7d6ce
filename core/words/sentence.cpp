#include "words/sentence.h"

#include <algorithm>

#include "base/text.h"

namespace weighmaster::words {
namespace {

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
  return text;
}

/// A value can't end the quotation that holds it.
std::string inside_quotes(std::string value) {
  return replaced(replaced(std::move(value), "“", "\\u201c"), "”", "\\u201d");
}

/// Nor can particulars close their brackets.
std::string inside_brackets(std::string value) {
  return replaced(replaced(std::move(value), "(", "["), ")", "]");
}

void append(std::vector<Part>& parts, std::string text, bool from_outside) {
  if (text.empty()) return;
  if (!parts.empty() && parts.back().from_outside == from_outside) {
    parts.back().text += text;
  } else {
    parts.push_back({std::move(text), from_outside});
  }
}

/// Every argument of this name; whether there was one.
bool append_arguments(std::vector<Part>& parts, const Sentence& sentence, std::string_view name) {
  bool any = false;
  for (const auto& argument : sentence.arguments) {
    if (argument.name != name) continue;
    if (any) append(parts, ", ", false);
    append(parts, argument.quoted ? "“" + inside_quotes(argument.value) + "”" : argument.value,
           argument.quoted);
    any = true;
  }
  return any;
}

/// The text, with the remark's place before its full stop.
std::string with_room_for_remark(std::string text, const Sentence& sentence) {
  if (sentence.remark.empty()) return text;
  const bool stop = text.ends_with('.');
  if (stop) text.pop_back();
  return text + " ({remark})" + (stop ? "." : "");
}

}  // namespace

std::vector<Part> parts(const Sentence& sentence, const Translate& translate) {
  const std::string text =
      with_room_for_remark(translate ? translate(sentence.text) : std::string(sentence.text), sentence);
  std::vector<Part> parts;
  std::size_t done = 0;
  for (auto open = text.find('{'); open != std::string::npos; open = text.find('{', open + 1)) {
    const auto close = text.find('}', open);
    if (close == std::string::npos) break;
    const auto name = std::string_view(text).substr(open + 1, close - open - 1);
    std::vector<Part> value;
    if (name == "remark") {
      append(value, inside_brackets(sentence.remark), true);
    } else if (!append_arguments(value, sentence, name)) {
      continue;
    }
    append(parts, text.substr(done, open - done), false);
    for (auto& part : value) append(parts, std::move(part.text), part.from_outside);
    done = close + 1;
    open = close;
  }
  append(parts, text.substr(done), false);
  return parts;
}

std::string fill(const Sentence& sentence, const Translate& translate) {
  std::string text;
  for (const auto& part : parts(sentence, translate)) text += part.text;
  return text;
}

Argument quoted_name(std::string_view name, std::string_view value, std::size_t most) {
  return {name, base::visible(value, most), true};
}

Argument plain(std::string_view name, std::string value) {
  return {name, std::move(value), false};
}

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  if (digits.size() < 5) return digits;
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, "\u00a0");
  }
  return digits;
}

}  // namespace weighmaster::words
