#include "update/members.h"

#include <nlohmann/json.hpp>
#include <set>

#include "base/limits.h"

namespace weighmaster::update {

using base::Code;
using base::fail;
using base::JsonObject;
using base::Result;

Result<std::int64_t> integer(const JsonObject& object, std::string_view name, std::int64_t least) {
  const auto found = object.require(name);
  if (!found) return fail(found.error());
  if (!(*found)->is_number_integer())
    return fail(Code::json_member_type, object.path(name), "an integer is needed here");
  const auto number = object.int64(name);
  if (!number) return fail(number.error());
  if (*number < least) return fail(Code::json_number, object.path(name), "at least " + std::to_string(least));
  return *number;
}

Result<std::vector<std::string>> strings(const JsonObject& object, std::string_view name) {
  if (const auto there = object.require(name); !there) return fail(there.error());
  const auto list = object.array(name);
  if (!list) return fail(list.error());
  std::vector<std::string> texts;
  for (const auto& element : *list) {
    if (!element.is_string())
      return fail(Code::json_member_type, object.path(name), "strings are needed here");
    texts.push_back(element.get<std::string>());
  }
  return texts;
}

Result<base::TimePoint> moment(const JsonObject& object, std::string_view name) {
  constexpr std::size_t length = std::string_view("2025-05-03T01:10:02Z").size();
  const auto text = object.string(name);
  if (!text) return fail(text.error());
  const bool shaped = text->size() == length && (*text)[10] == 'T' && text->back() == 'Z';
  auto time = base::parse_rfc3339(*text);
  if (!shaped || !time) return fail(Code::time_malformed, object.path(name));
  return *time;
}

Result<Hashes> hashes(const JsonObject& object) {
  const auto list = object.object("hashes");
  if (!list) return fail(list.error());
  Hashes all;
  for (const auto& [algorithm, digest] : list->json().items()) {
    if (!digest.is_string())
      return fail(Code::json_member_type, list->path(algorithm), "a string is needed here");
    all.emplace(algorithm, digest.get<std::string>());
  }
  if (all.empty()) return fail(Code::json_member_missing, list->where(), "at least one hash is needed");
  return all;
}

Result<Keys> keys(const JsonObject& object) {
  const auto list = object.object("keys");
  if (!list) return fail(list.error());
  Keys all;
  for (const auto& [id, value] : list->json().items()) {
    const auto member = JsonObject::from(value, list->path(id));
    if (!member) return fail(member.error());
    auto key = Key::parse(*member);
    if (!key) return fail(key.error());
    all.emplace(id, std::move(*key));
  }
  return all;
}

Result<Role> role(const JsonObject& object) {
  auto ids = strings(object, "keyids");
  if (!ids) return fail(ids.error());
  if (std::set<std::string>(ids->begin(), ids->end()).size() != ids->size()) {
    return fail(Code::json_duplicate_member, object.path("keyids"), "a key id stands there twice");
  }
  const auto threshold = integer(object, "threshold", 1);
  if (!threshold) return fail(threshold.error());
  if (*threshold > base::limits::threshold) {
    return fail(Code::json_number, object.path("threshold"),
                "at most " + std::to_string(base::limits::threshold));
  }
  return Role{std::move(*ids), static_cast<std::size_t>(*threshold)};
}

}  // namespace weighmaster::update
