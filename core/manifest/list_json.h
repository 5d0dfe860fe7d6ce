#pragma once

#include <string_view>

#include "base/json.h"
#include "manifest/manifest.h"

/// What the files of digests and of plans have in common (docs/digests.md).
namespace weighmaster::manifest {

struct Format {
  std::string_view name;
  std::uint64_t version;
  base::Code malformed;  // what is said of a file that is not so
};

/// Members `format` and `version`. Errors: `malformed`, json.*.
[[nodiscard]] base::Result<void> check_format(const base::JsonObject& file, const Format& format);

/// An integer of 63 bits without sign or fraction. Errors: `malformed`, json.member_missing.
[[nodiscard]] base::Result<std::uint64_t> read_count(const base::JsonObject& object, std::string_view name,
                                                     base::Code malformed);

/// Error: manifest.serialization where there is a shard size without shards, or none with them.
[[nodiscard]] base::Result<void> check_shard_size(const Serialization& serialization);

/// The member `serialization`, as serialization_from reads it.
[[nodiscard]] base::Json serialization_json(const Serialization& serialization);

}  // namespace weighmaster::manifest
