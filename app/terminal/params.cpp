#include "params.h"

#include <algorithm>
#include <istream>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/json.h"
#include "base/limits.h"

namespace weighmaster::terminal {
namespace {

using base::Code;
using base::Json;
using base::Result;

constexpr auto document = "--params";

base::Error wrong_type(const std::string& name) {
  return {Code::json_member_type, std::string(document) + "." + name,
          "a text, a whole number, true, false, or a list of these"};
}

Result<std::string> scalar(const Json& value, const std::string& name) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_boolean()) return std::string(value.get<bool>() ? "true" : "false");
  if (value.is_number_unsigned()) return std::to_string(value.get<std::uint64_t>());
  if (value.is_number_integer()) return std::to_string(value.get<std::int64_t>());
  return base::fail(wrong_type(name));
}

Result<Parameter> parameter(std::string name, const Json& value) {
  Parameter result{std::move(name), {}, value.is_array()};
  const auto add = [&](const Json& element) -> Result<void> {
    auto text = scalar(element, result.name);
    if (!text) return base::fail(std::move(text.error()));
    result.values.push_back(std::move(*text));
    return {};
  };
  if (!result.is_list) {
    if (const auto added = add(value); !added) return base::fail(added.error());
    return result;
  }
  for (const auto& element : value) {
    if (const auto added = add(element); !added) return base::fail(added.error());
  }
  return result;
}

Result<Bytes> standard_input(std::istream& in) {
  Bytes text;
  for (char letter = 0; in.get(letter);) {
    if (text.size() == base::limits::params_bytes) return base::fail(Code::file_too_large, "-");
    text.push_back(static_cast<Bytes::value_type>(letter));
  }
  if (in.bad()) return base::fail(Code::file_unreadable, "-");
  return text;
}

}  // namespace

Result<std::vector<Parameter>> parse_params(BytesView text) {
  const auto json = base::parse_json(text, document);
  if (!json) return base::fail(json.error());
  if (!json->is_object()) return base::fail(Code::json_member_type, document, "an object");
  std::vector<Parameter> all;
  for (const auto& [key, value] : json->items()) {
    auto name = key;
    std::replace(name.begin(), name.end(), '_', '-');
    const bool twice =
        std::any_of(all.begin(), all.end(), [&](const Parameter& other) { return other.name == name; });
    if (twice) return base::fail(Code::json_duplicate_member, document, key);
    auto read = parameter(std::move(name), value);
    if (!read) return base::fail(std::move(read.error()));
    all.push_back(std::move(*read));
  }
  return all;
}

Result<std::vector<Parameter>> read_params(const std::string& given, std::istream& in) {
  const auto start = given.find_first_not_of(" \t\r\n");
  if (start != std::string::npos && given[start] == '{') {
    if (given.size() > base::limits::params_bytes) return base::fail(Code::file_too_large, document);
    return parse_params(as_bytes(given));
  }
  const auto text = given == "-" ? standard_input(in) : base::read_file(given, base::limits::params_bytes);
  if (!text) return base::fail(text.error());
  return parse_params(*text);
}

}  // namespace weighmaster::terminal
