#include "base/json.h"

#include <limits>
#include <nlohmann/json.hpp>
#include <vector>

#include "base/encoding.h"
#include "base/limits.h"
#include "base/text.h"

namespace weighmaster::base {
namespace {

/// Builds the value from the library's events and refuses on the way what a permissive parser would let
/// through.
class StrictBuilder final : public nlohmann::json_sax<Json> {
 public:
  StrictBuilder(std::string_view what, std::size_t bytes)
      : what_(what), values_left_(limits::json_values + bytes / limits::json_bytes_a_value) {}

  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(number_integer_t value) override { return add(value); }
  bool number_unsigned(number_unsigned_t value) override { return add(value); }
  bool string(string_t& value) override { return add(std::move(value)); }
  bool binary(binary_t& /*value*/) override { return false; }

  bool number_float(number_float_t value, const string_t& text) override {
    // An integer that did not fit 64 bits arrives here as a double: it would be another number.
    if (text.find_first_of(".eE") == string_t::npos) return refuse(Code::json_number, text);
    return add(value);
  }

  bool start_object(std::size_t /*size*/) override { return open(Json::object()); }
  bool start_array(std::size_t /*size*/) override { return open(Json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    if (name.find('\0') != string_t::npos) return refuse(Code::json_malformed, "a member name holds NUL");
    if (open_.back()->contains(name)) return refuse(Code::json_duplicate_member, name);
    key_ = std::move(name);
    return true;
  }

  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const Json::exception& /*why*/) override {
    return refuse(Code::json_malformed, "at byte " + std::to_string(position));
  }

  Result<Json> take() {
    if (error_) return fail(std::move(*error_));
    return std::move(root_);
  }

 private:
  bool refuse(Code code, std::string detail) {
    if (!error_) error_ = Error{code, std::string(what_), std::move(detail)};
    return false;
  }

  bool spend() {
    if (values_left_ == 0) return refuse(Code::json_too_many, {});
    --values_left_;
    return true;
  }

  Json* place(Json value) {
    if (open_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    Json& parent = *open_.back();
    if (parent.is_array()) return &parent.emplace_back(std::move(value));
    return &(parent[key_] = std::move(value));
  }

  bool add(Json value) {
    if (!spend()) return false;
    place(std::move(value));
    return true;
  }

  bool open(Json container) {
    if (!spend()) return false;
    if (open_.size() >= limits::json_depth) {
      return refuse(Code::json_too_deep, "more than " + std::to_string(limits::json_depth) + " levels");
    }
    open_.push_back(place(std::move(container)));
    return true;
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  std::string_view what_;
  std::size_t values_left_;
  Json root_;
  std::vector<Json*> open_;  // a parent doesn't grow while a child of it is open, so the pointers hold
  std::string key_;
  std::optional<Error> error_;
};

std::string snake_case(std::string_view camel_case) {
  std::string snake;
  for (const char letter : camel_case) {
    if (letter >= 'A' && letter <= 'Z') {
      snake += '_';
      snake += static_cast<char>(letter - 'A' + 'a');
    } else {
      snake += letter;
    }
  }
  return snake;
}

std::optional<std::int64_t> decimal_int64(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  if (text.empty() || text.size() > 19 || (text.size() > 1 && text.front() == '0')) return std::nullopt;
  std::uint64_t value = 0;
  for (const char digit : text) {
    if (digit < '0' || digit > '9') return std::nullopt;
    value = value * 10 + static_cast<std::uint64_t>(digit - '0');
  }
  constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (value > most + (negative ? 1 : 0)) return std::nullopt;
  return static_cast<std::int64_t>(negative ? 0 - value : value);
}

}  // namespace

Result<Json> parse_json(BytesView text, std::string_view what) {
  const auto characters = as_text(text);
  if (!is_utf8(characters)) return fail(Code::json_not_utf8, std::string(what));
  if (characters.starts_with("\xEF\xBB\xBF"))
    return fail(Code::json_malformed, std::string(what), "a byte order mark");
  // The library takes a NUL for the end of the text and would not see what stands behind it.
  if (characters.find('\0') != std::string_view::npos) {
    return fail(Code::json_malformed, std::string(what), "a NUL byte");
  }
  StrictBuilder builder(what, characters.size());
  if (!Json::sax_parse(characters.begin(), characters.end(), &builder, Json::input_format_t::json, true)) {
    auto built = builder.take();
    if (!built) return fail(built.error());
    return fail(Code::json_malformed, std::string(what));
  }
  return builder.take();
}

Result<JsonObject> JsonObject::from(const Json& value, std::string where) {
  if (!value.is_object()) return fail(Code::json_member_type, std::move(where), "an object is needed here");
  return JsonObject(value, std::move(where));
}

Result<const Json*> JsonObject::find(std::string_view name) const {
  const auto camel = value_->find(std::string(name));
  const auto other_name = snake_case(name);
  const auto snake = other_name == name ? value_->end() : value_->find(other_name);
  if (camel != value_->end() && snake != value_->end()) {
    return fail(Code::json_duplicate_member, path(name), "both spellings of the name are there");
  }
  const auto found = camel != value_->end() ? camel : snake;
  if (found == value_->end() || found->is_null()) return nullptr;
  return &*found;
}

Result<const Json*> JsonObject::require(std::string_view name) const {
  auto found = find(name);
  if (found && *found == nullptr) return fail(Code::json_member_missing, path(name));
  return found;
}

Result<std::string> JsonObject::string(std::string_view name) const {
  const auto found = require(name);
  if (!found) return fail(found.error());
  if (!(*found)->is_string()) return fail(Code::json_member_type, path(name), "a string is needed here");
  return (*found)->get<std::string>();
}

Result<std::string> JsonObject::string_or_empty(std::string_view name) const {
  const auto found = find(name);
  if (!found) return fail(found.error());
  return *found == nullptr ? Result<std::string>{std::string{}} : string(name);
}

Result<JsonObject> JsonObject::object(std::string_view name) const {
  const auto found = require(name);
  if (!found) return fail(found.error());
  return from(**found, path(name));
}

Result<std::optional<JsonObject>> JsonObject::object_if_any(std::string_view name) const {
  const auto found = find(name);
  if (!found) return fail(found.error());
  if (*found == nullptr) return std::nullopt;
  auto inner = from(**found, path(name));
  if (!inner) return fail(inner.error());
  return std::move(*inner);
}

Result<std::span<const Json>> JsonObject::array(std::string_view name) const {
  const auto found = find(name);
  if (!found) return fail(found.error());
  if (*found == nullptr) return std::span<const Json>{};
  if (!(*found)->is_array()) return fail(Code::json_member_type, path(name), "a list is needed here");
  return std::span<const Json>{(*found)->get_ref<const Json::array_t&>()};
}

Result<Bytes> JsonObject::bytes(std::string_view name) const {
  const auto found = require(name);
  if (!found) return fail(found.error());
  if (!(*found)->is_string()) return fail(Code::json_member_type, path(name), "a string is needed here");
  auto decoded = from_base64((*found)->get_ref<const std::string&>());
  if (!decoded) return fail(Code::base64_malformed, path(name), decoded.error().detail);
  return decoded;
}

Result<std::int64_t> JsonObject::int64(std::string_view name) const {
  const auto found = find(name);
  if (!found) return fail(found.error());
  if (*found == nullptr) return 0;
  const Json& value = **found;
  if (value.is_number_unsigned() && value.get<std::uint64_t>() > std::uint64_t{INT64_MAX}) {
    return fail(Code::json_number, path(name));
  }
  if (value.is_number_integer()) return value.get<std::int64_t>();
  if (!value.is_string()) return fail(Code::json_member_type, path(name), "an integer is needed here");
  const auto number = decimal_int64(value.get_ref<const std::string&>());
  if (!number) return fail(Code::json_number, path(name));
  return *number;
}

Result<bool> JsonObject::boolean(std::string_view name) const {
  const auto found = require(name);
  if (!found) return fail(found.error());
  if (!(*found)->is_boolean())
    return fail(Code::json_member_type, path(name), "true or false is needed here");
  return (*found)->get<bool>();
}

}  // namespace weighmaster::base
