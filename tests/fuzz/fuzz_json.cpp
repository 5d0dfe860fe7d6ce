#include <nlohmann/json.hpp>

#include "base/json_list.h"
#include "base/limits.h"
#include "fuzz.h"

using namespace weighmaster;

namespace {

std::size_t depth(const base::Json& value) {
  if (!value.is_structured()) return 0;
  std::size_t deepest = 0;
  for (const auto& element : value) deepest = std::max(deepest, depth(element));
  return deepest + 1;
}

/// Another reader, which is lenient in some points, agrees on all others.
void compare_with_another(std::string_view text, const base::Result<base::Json>& ours) {
  const auto theirs = base::Json::parse(text.begin(), text.end(), nullptr, false);
  if (ours) return fuzz::must(!theirs.is_discarded() && theirs == *ours, "another reader reads the same");
  const bool lenient = text.starts_with("\xEF\xBB\xBF") || text.find('\0') != std::string_view::npos ||
                       text.find("\\u0000") != std::string_view::npos;
  const auto code = ours.error().code;
  const bool is_grammar = code == base::Code::json_malformed || code == base::Code::json_not_utf8;
  if (is_grammar && !lenient) fuzz::must(theirs.is_discarded(), "what is refused for its grammar is no JSON");
}

/// What is taken of an element is what it has: its members that are texts, and that there are others.
void compare_element(const base::JsonElement& taken, const base::Json& whole) {
  fuzz::must(taken.is_object == whole.is_object(), "an object is taken as one");
  fuzz::must(taken.members.size() == (whole.is_object() ? whole.size() : 0), "with all its members");
  for (const auto& member : taken.members) {
    const auto& value = whole.at(std::string(member.name));
    fuzz::must(member.text.has_value() == value.is_string(), "texts are taken as such, and nothing else");
    if (member.text) fuzz::must(*member.text == value.get_ref<const std::string&>(), "as they are");
  }
}

/// A list that is taken out element by element is the one that would have stayed.
void compare_with_list(BytesView text, const base::Json& whole) {
  const auto place = base::Json::json_pointer("/a/b");
  const bool has_list = whole.is_object() && whole.contains("a") && whole.at("a").is_object() &&
                        whole.at("a").contains("b") && whole.at(place).is_array();
  auto without = whole;
  if (has_list) without[place] = base::Json::array();
  bool began = false;
  std::size_t count = 0;
  const auto rest = base::parse_json(text, "fuzz",
                                     {{"a", "b"},
                                      [&](const base::Json& document) {
                                        fuzz::must(!began && document == without, "all else is there");
                                        began = true;
                                      },
                                      [&](const base::JsonElement& element) {
                                        fuzz::must(began && has_list, "there is a list");
                                        compare_element(element, whole.at(place).at(count++));
                                      }});
  fuzz::must(rest.has_value() && *rest == without && began == has_list, "the rest is read all the same");
  fuzz::must(count == (has_list ? whole.at(place).size() : 0), "nothing is lost, and nothing else taken");
}

}  // namespace

/// What is read can be written and read again, and is the same; nothing is deeper than allowed.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const BytesView text{data, size};
  const auto json = base::parse_json(text, "fuzz");
  compare_with_another(as_text(text), json);
  if (!json) return 0;
  compare_with_list(text, *json);
  fuzz::must(depth(*json) <= base::limits::json_depth, "the depth is bounded");
  const auto again = base::parse_json(as_bytes(json->dump()), "fuzz");
  fuzz::must(again.has_value(), "what was written can be read");
  fuzz::must(*again == *json, "what was read again is the same");
  return 0;
}
