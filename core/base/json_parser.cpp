#include <simdjson.h>
#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json_list.h"
#include "base/limits.h"

namespace weighmaster::base {
namespace {

namespace dom = simdjson::dom;

/// Builds the value of what the library has read, and refuses on the way what a permissive reader would let
/// through. It calls itself once for a level of the document, and those are limits::json_depth at most.
class Builder {
 public:
  Builder(std::size_t bytes, std::string_view what, const JsonList* list)
      : what_(what), list_(list), values_left_(limits::json_values + bytes / limits::json_bytes_a_value) {}

  [[nodiscard]] Result<Json> build(dom::element document) {
    Json root;
    if (add(root, document, list_ != nullptr ? 0 : astray) && elements_) {
      list_->begin(root);
      take_elements();
    }
    if (error_) return fail(std::move(*error_));
    return root;
  }

 private:
  /// Not on the way to the list. Else it counts how many names of its path have led here.
  static constexpr std::size_t astray = static_cast<std::size_t>(-1);

  bool refuse(Code code, std::string detail = {}) {
    error_ = Error{code, std::string(what_), std::move(detail)};
    return false;
  }

  // All that follow return false where the text is refused; then error_ says why.

  bool count() {
    if (values_left_ == 0) return refuse(Code::json_too_many);
    --values_left_;
    return true;
  }

  bool may_be_called(std::string_view name) {
    return name.find('\0') == std::string_view::npos ||
           refuse(Code::json_malformed, "a member name holds NUL");
  }

  bool add(Json& value, dom::element element, std::size_t led) {
    if (!count()) return false;
    switch (element.type()) {
      case dom::element_type::OBJECT:
        return add_object(value, dom::object(element.get_object().value_unsafe()), led);
      case dom::element_type::ARRAY:
        return add_array(value, dom::array(element.get_array().value_unsafe()), led);
      case dom::element_type::STRING:
        value = std::string(element.get_string().value_unsafe());
        return true;
      case dom::element_type::INT64: {
        const std::int64_t number = element.get_int64().value_unsafe();
        value = number < 0 ? Json(number) : Json(static_cast<std::uint64_t>(number));
        return true;
      }
      case dom::element_type::UINT64:
        value = element.get_uint64().value_unsafe();
        return true;
      case dom::element_type::DOUBLE:
        value = element.get_double().value_unsafe();
        return true;
      case dom::element_type::BOOL:
        value = element.get_bool().value_unsafe();
        return true;
      case dom::element_type::NULL_VALUE:
        value = nullptr;
        return true;
    }
    return refuse(Code::json_malformed);
  }

  bool add_object(Json& value, dom::object object, std::size_t led) {
    value = Json::object();
    auto& members = value.get_ref<Json::object_t&>();
    for (const auto& [name, element] : object) {
      if (!may_be_called(name)) return false;
      const auto [member, is_new] = members.try_emplace(std::string(name));
      if (!is_new) return refuse(Code::json_duplicate_member, std::string(name));
      if (!add(member->second, element, follow(name, led))) return false;
    }
    return true;
  }

  [[nodiscard]] std::size_t follow(std::string_view name, std::size_t led) const {
    const bool leads = led != astray && led < list_->path.size() && list_->path[led] == name;
    return leads ? led + 1 : astray;
  }

  bool add_array(Json& value, dom::array array, std::size_t led) {
    value = Json::array();
    if (led != astray && led == list_->path.size()) {
      elements_ = array;
      return true;
    }
    auto& elements = value.get_ref<Json::array_t&>();
    for (const dom::element each : array) {
      Json element;
      if (!add(element, each, astray)) return false;
      elements.push_back(std::move(element));
    }
    return true;
  }

  bool take_elements() {
    for (const dom::element each : *elements_) {
      members_.clear();
      const bool is_object = each.is_object();
      if (!(is_object ? take_members(each.get_object().value_unsafe()) : pass(each))) return false;
      list_->take({is_object, members_});
    }
    return true;
  }

  bool take_members(dom::object object) {
    if (!count()) return false;
    for (const auto& [name, element] : object) {
      if (!may_be_called(name)) return false;
      std::string_view text;
      const bool is_text = element.get(text) == simdjson::SUCCESS;
      if (!(is_text ? count() : pass(element))) return false;
      members_.push_back({name, is_text ? std::optional(text) : std::nullopt});
    }
    return have_distinct_names();
  }

  /// What nobody takes is read as strictly.
  bool pass(dom::element element) {
    Json unused;
    return add(unused, element, astray);
  }

  bool have_distinct_names() {
    constexpr std::size_t few = 16;  // then to compare each with each is quicker than to sort
    const auto same = [](const JsonMember& a, const JsonMember& b) { return a.name == b.name; };
    if (members_.size() > few) {
      std::sort(members_.begin(), members_.end(),
                [](const JsonMember& a, const JsonMember& b) { return a.name < b.name; });
      const auto twin = std::adjacent_find(members_.begin(), members_.end(), same);
      return twin == members_.end() || refuse(Code::json_duplicate_member, std::string(twin->name));
    }
    for (auto member = members_.begin(); member != members_.end(); ++member) {
      const bool is_twin = std::any_of(members_.begin(), member,
                                       [&](const JsonMember& other) { return same(other, *member); });
      if (is_twin) return refuse(Code::json_duplicate_member, std::string(member->name));
    }
    return true;
  }

  std::string_view what_;
  const JsonList* list_;
  std::size_t values_left_;
  std::optional<dom::array> elements_;  // of the list, once it was come upon
  std::vector<JsonMember> members_;     // of the element that is taken
  std::optional<Error> error_;
};

/// Where the text stops being JSON, counted from 1, as another reader has it: the fast one does not say.
std::optional<std::size_t> fault_in(std::string_view text) {
  const auto keep_nothing = [](int /*depth*/, Json::parse_event_t /*event*/, Json& /*value*/) {
    return false;
  };
  try {
    std::ignore = Json::parse(text.begin(), text.end(), keep_nothing);
  } catch (const Json::parse_error& error) {
    return error.byte;
  } catch (const Json::exception&) {
    // A number that is one, and that nothing can hold.
  }
  return std::nullopt;
}

/// Why the library has not read the text.
Error refusal(simdjson::error_code why, std::string_view text, std::string_view what) {
  const auto error = [&](Code code, std::string detail = {}) {
    return Error{code, std::string(what), std::move(detail)};
  };
  if (why == simdjson::UTF8_ERROR) return error(Code::json_not_utf8);
  if (why == simdjson::CAPACITY || why == simdjson::MEMALLOC) return error(Code::json_too_many);
  if (why == simdjson::DEPTH_ERROR)
    return error(Code::json_too_deep, "more than " + std::to_string(limits::json_depth) + " levels");
  const auto fault = fault_in(text);
  if (fault) return error(Code::json_malformed, "at byte " + std::to_string(*fault));
  return error(why == simdjson::NUMBER_ERROR ? Code::json_number : Code::json_malformed);
}

Result<Json> parse(BytesView bytes, std::string_view what, const JsonList* list) {
  const auto text = as_text(bytes);
  if (text.starts_with("\xEF\xBB\xBF"))
    return fail(Code::json_malformed, std::string(what), "a byte order mark");
  dom::parser parser;
  dom::element document;
  {
    const simdjson::padded_string padded(text);  // it reads a little beyond the end
    auto why = parser.allocate(std::max(text.size(), std::size_t{1}), limits::json_depth);
    if (why == simdjson::SUCCESS) why = parser.parse(padded).get(document);
    if (why != simdjson::SUCCESS) return fail(refusal(why, text, what));
  }
  return Builder(text.size(), what, list).build(document);
}

}  // namespace

const JsonMember* JsonElement::find(std::string_view name) const {
  const auto found = std::find_if(members.begin(), members.end(),
                                  [&](const JsonMember& member) { return member.name == name; });
  return found != members.end() ? &*found : nullptr;
}

Result<Json> parse_json(BytesView text, std::string_view what) {
  return parse(text, what, nullptr);
}

Result<Json> parse_json(BytesView text, std::string_view what, const JsonList& list) {
  return parse(text, what, &list);
}

}  // namespace weighmaster::base
