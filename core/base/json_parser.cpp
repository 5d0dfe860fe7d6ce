#include <nlohmann/json.hpp>

#include "base/json_list.h"
#include "base/limits.h"
#include "base/text.h"

namespace weighmaster::base {
namespace {

/// Builds a value from a text that is UTF-8. A manifest is made of plain strings, a hundred bytes and more
/// for each of a million files: those, and what stands between values, are read here at the speed of memory.
/// The rest, which is rare (escapes, numbers), is the library's.
class Parser {
 public:
  Parser(std::string_view text, std::string_view what, const JsonList* list)
      : text_(text),
        what_(what),
        list_(list),
        values_left_(limits::json_values + text.size() / limits::json_bytes_a_value) {}

  [[nodiscard]] Result<Json> document() {
    Json root;
    if (read_value(root, list_ != nullptr ? 0 : astray)) {
      skip_space();
      if (at_ < text_.size()) refuse();
    }
    if (error_) return fail(std::move(*error_));
    return root;
  }

 private:
  /// Not on the way to the list. Else it counts how many names of its path have led here.
  static constexpr std::size_t astray = static_cast<std::size_t>(-1);

  bool refuse(Code code, std::string detail) {
    error_ = Error{code, std::string(what_), std::move(detail)};
    return false;
  }
  bool refuse() { return refuse(Code::json_malformed, "at byte " + std::to_string(at_ + 1)); }

  static bool is_space(char letter) {
    return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r';
  }

  void skip_space() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }

  /// The first character of what comes next, NUL at the end.
  char peek() {
    skip_space();
    return at_ < text_.size() ? text_[at_] : '\0';
  }

  bool take(char letter) {
    if (peek() != letter) return false;
    ++at_;
    return true;
  }

  // All that follow return false where the text is refused; then error_ says why.

  bool read_value(Json& value, std::size_t led) {
    if (values_left_ == 0) return refuse(Code::json_too_many, {});
    --values_left_;
    switch (peek()) {
      case '{':
        return enter() && read_object(value, led) && leave();
      case '[':
        return enter() && read_array(value, led) && leave();
      case '"': {
        std::string text;
        if (!read_string(text)) return false;
        value = std::move(text);
        return true;
      }
      case 't':
        return read_word("true", true, value);
      case 'f':
        return read_word("false", false, value);
      case 'n':
        return read_word("null", nullptr, value);
      default:
        return read_number(value);
    }
  }

  /// Past an opening bracket.
  bool enter() {
    if (depth_ == limits::json_depth)
      return refuse(Code::json_too_deep, "more than " + std::to_string(limits::json_depth) + " levels");
    ++depth_;
    ++at_;
    return true;
  }

  bool leave() {
    --depth_;
    return true;
  }

  bool read_object(Json& value, std::size_t led) {
    value = Json::object();
    auto& members = value.get_ref<Json::object_t&>();
    if (take('}')) return true;
    do {
      std::string name;
      if (peek() != '"') return refuse();
      if (!read_string(name)) return false;
      if (name.find('\0') != std::string::npos)
        return refuse(Code::json_malformed, "a member name holds NUL");
      const auto [member, is_new] = members.try_emplace(name);
      if (!is_new) return refuse(Code::json_duplicate_member, std::move(name));
      if (!take(':')) return refuse();
      if (!read_value(member->second, follow(name, led))) return false;
    } while (take(','));
    return take('}') || refuse();
  }

  [[nodiscard]] std::size_t follow(std::string_view name, std::size_t led) const {
    const bool leads = led != astray && led < list_->path.size() && list_->path[led] == name;
    return leads ? led + 1 : astray;
  }

  bool read_array(Json& value, std::size_t led) {
    value = Json::array();
    auto& elements = value.get_ref<Json::array_t&>();
    const bool is_the_list = led != astray && led == list_->path.size();
    if (take(']')) return true;
    do {
      Json element;
      if (!read_value(element, astray)) return false;
      if (is_the_list) {
        list_->take(element);
      } else {
        elements.push_back(std::move(element));
      }
    } while (take(','));
    return take(']') || refuse();
  }

  /// From its opening quote.
  bool read_string(std::string& value) {
    const auto start = at_++;
    bool is_plain = true;
    for (; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      if (static_cast<unsigned char>(text_[at_]) >= 0x20 && text_[at_] != '\\') continue;
      is_plain = false;
      if (text_[at_] == '\\') ++at_;  // what it escapes ends no string
    }
    if (at_ >= text_.size()) return refuse();
    const auto token = text_.substr(start, ++at_ - start);
    if (is_plain) {
      value = token.substr(1, token.size() - 2);
      return true;
    }
    auto read = by_library(token);
    if (!read.is_string()) return refuse();
    value = std::move(read.get_ref<std::string&>());
    return true;
  }

  bool read_number(Json& value) {
    const auto end = text_.find_first_not_of("+-.0123456789Ee", at_);
    const auto token = text_.substr(at_, end - at_);
    value = by_library(token);
    if (!value.is_number()) return refuse();
    // An integer that did not fit 64 bits comes back as a double: it would be another number.
    if (value.is_number_float() && token.find_first_of(".eE") == std::string_view::npos)
      return refuse(Code::json_number, std::string(token));
    at_ += token.size();
    return true;
  }

  bool read_word(std::string_view word, Json meaning, Json& value) {
    if (!text_.substr(at_).starts_with(word)) return refuse();
    at_ += word.size();
    value = std::move(meaning);
    return true;
  }

  /// A string or a number; another value where it is neither.
  [[nodiscard]] static Json by_library(std::string_view token) {
    return Json::parse(token.begin(), token.end(), nullptr, false);
  }

  std::string_view text_;
  std::string_view what_;
  const JsonList* list_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  std::size_t values_left_;
  std::optional<Error> error_;
};

Result<Json> parse(BytesView bytes, std::string_view what, const JsonList* list) {
  const auto text = as_text(bytes);
  const auto refuse = [&](Code code, const char* why) { return fail(code, std::string(what), why); };
  if (!is_utf8(text)) return refuse(Code::json_not_utf8, "");
  if (text.starts_with("\xEF\xBB\xBF")) return refuse(Code::json_malformed, "a byte order mark");
  // The library takes a NUL for the end of the text and would not see what stands behind it.
  if (text.find('\0') != std::string_view::npos) return refuse(Code::json_malformed, "a NUL byte");
  return Parser(text, what, list).document();
}

}  // namespace

Result<Json> parse_json(BytesView text, std::string_view what) {
  return parse(text, what, nullptr);
}

Result<Json> parse_json(BytesView text, std::string_view what, const JsonList& list) {
  return parse(text, what, &list);
}

}  // namespace weighmaster::base
