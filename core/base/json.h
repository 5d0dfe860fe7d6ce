#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

/// Strict JSON (RFC 8259, I-JSON): UTF-8 only, no duplicate member names at any level (escapes resolved
/// first), no trailing bytes, bounded depth, no NUL in names, no number that does not fit.
namespace weighmaster::base {

/// Declared only: who looks inside a value includes <nlohmann/json.hpp>, which takes a second to read.
using Json = nlohmann::json;

/// `what` names the document in errors ("the bundle"). Errors: json.malformed, json.duplicate_member,
/// json.too_deep, json.too_many, json.not_utf8, json.number.
[[nodiscard]] Result<Json> parse_json(BytesView text, std::string_view what);

/// Readers of one member. `where` is the path of the object ("bundle.verificationMaterial"), for errors
/// json.member_missing and json.member_type. In proto3 JSON `null` is absent and both spellings of a name
/// (camelCase and snake_case) are read; give the camelCase one.
class JsonObject {
 public:
  /// Error: json.member_type where `value` is no object.
  [[nodiscard]] static Result<JsonObject> from(const Json& value, std::string where);

  /// The member, or null where it is absent or JSON null. Error: json.duplicate_member where both spellings
  /// are there.
  [[nodiscard]] Result<const Json*> find(std::string_view name) const;
  [[nodiscard]] Result<const Json*> require(std::string_view name) const;

  [[nodiscard]] Result<std::string> string(std::string_view name) const;
  /// Absent: the empty string (proto3's default).
  [[nodiscard]] Result<std::string> string_or_empty(std::string_view name) const;
  [[nodiscard]] Result<JsonObject> object(std::string_view name) const;
  [[nodiscard]] Result<std::optional<JsonObject>> object_if_any(std::string_view name) const;
  /// The elements; an absent member is an empty list.
  [[nodiscard]] Result<std::span<const Json>> array(std::string_view name) const;
  /// A base64 string, decoded. Error also: base64.malformed.
  [[nodiscard]] Result<Bytes> bytes(std::string_view name) const;
  /// A proto3 int64: a decimal string or an integer; absent is zero. Never wraps, never a double.
  [[nodiscard]] Result<std::int64_t> int64(std::string_view name) const;
  /// Error where there is none or it isn't true or false.
  [[nodiscard]] Result<bool> boolean(std::string_view name) const;

  [[nodiscard]] const std::string& where() const { return where_; }
  [[nodiscard]] std::string path(std::string_view name) const { return where_ + "." + std::string(name); }
  [[nodiscard]] const Json& json() const { return *value_; }

 private:
  JsonObject(const Json& value, std::string where) : value_(&value), where_(std::move(where)) {}

  const Json* value_;  // outlives the reader: readers live no longer than the parse that made them
  std::string where_;
};

}  // namespace weighmaster::base
