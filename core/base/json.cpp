#include "base/json.h"

#include <limits>
#include <nlohmann/json.hpp>

#include "base/encoding.h"

namespace weighmaster::base {
namespace {

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
