#pragma once

#include <cstdint>
#include <string_view>

#include "base/json.h"
#include "base/result.h"
#include "base/time.h"
#include "update/metadata.h"

/// For the files of this room only: members of TUF metadata. Unlike proto3 JSON, TUF knows one spelling of a
/// name and numbers that are numbers.
namespace weighmaster::update {

/// A JSON integer. Errors: json.member_missing, json.member_type, json.number where it is less than `least`.
[[nodiscard]] base::Result<std::int64_t> integer(const base::JsonObject& object, std::string_view name,
                                                 std::int64_t least);

/// A list of strings that must be there. Errors: json.*.
[[nodiscard]] base::Result<std::vector<std::string>> strings(const base::JsonObject& object,
                                                             std::string_view name);

/// "2025-05-03T01:10:02Z" and no other spelling (section 4.2.1). Errors: json.*, time.malformed.
[[nodiscard]] base::Result<base::TimePoint> moment(const base::JsonObject& object, std::string_view name);

/// Algorithm to digest, at least one. Errors: json.*.
[[nodiscard]] base::Result<Hashes> hashes(const base::JsonObject& object);

/// Errors: json.*.
[[nodiscard]] base::Result<Keys> keys(const base::JsonObject& object);

/// Key ids, none twice, and a threshold from 1 to limits::threshold. Errors: json.*.
[[nodiscard]] base::Result<Role> role(const base::JsonObject& object);

}  // namespace weighmaster::update
