#include "update/canonical_json.h"

#include <nlohmann/json.hpp>
#include <string>

namespace weighmaster::update {
namespace {

using base::Json;

void put(Bytes& out, std::string_view text) {
  out.insert(out.end(), text.begin(), text.end());
}

void put_string(Bytes& out, std::string_view text) {
  out.push_back('"');
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') out.push_back('\\');
    out.push_back(static_cast<std::uint8_t>(letter));
  }
  out.push_back('"');
}

bool put_value(Bytes& out, const Json& value);

bool put_list(Bytes& out, const Json& list) {
  out.push_back('[');
  bool first = true;
  for (const auto& element : list) {
    if (!first) out.push_back(',');
    first = false;
    if (!put_value(out, element)) return false;
  }
  out.push_back(']');
  return true;
}

/// The library keeps members in the order of their UTF-8 bytes, which is that of their code points.
bool put_object(Bytes& out, const Json& object) {
  out.push_back('{');
  bool first = true;
  for (const auto& [name, member] : object.items()) {
    if (!first) out.push_back(',');
    first = false;
    put_string(out, name);
    out.push_back(':');
    if (!put_value(out, member)) return false;
  }
  out.push_back('}');
  return true;
}

/// As deep as parse_json lets a text be: limits::json_depth.
bool put_value(Bytes& out, const Json& value) {
  switch (value.type()) {
    case Json::value_t::object:
      return put_object(out, value);
    case Json::value_t::array:
      return put_list(out, value);
    case Json::value_t::string:
      put_string(out, value.get_ref<const std::string&>());
      return true;
    case Json::value_t::null:
    case Json::value_t::boolean:
    case Json::value_t::number_integer:
    case Json::value_t::number_unsigned:
      put(out, value.dump());
      return true;
    default:
      return false;
  }
}

}  // namespace

std::optional<Bytes> canonical_json(const Json& value) {
  Bytes out;
  if (!put_value(out, value)) return std::nullopt;
  return out;
}

}  // namespace weighmaster::update
