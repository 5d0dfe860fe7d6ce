#include "manifest/list_json.h"

#include <nlohmann/json.hpp>

namespace weighmaster::manifest {

using base::Code;
using base::fail;
using base::Json;
using base::JsonObject;
using base::Result;

Result<std::uint64_t> read_count(const JsonObject& object, std::string_view name, Code malformed) {
  const auto value = object.require(name);
  if (!value) return fail(value.error());
  if (!(*value)->is_number_unsigned()) return fail(malformed, object.path(name), "no number");
  const auto number = (*value)->get<std::uint64_t>();
  if (number > std::uint64_t{INT64_MAX}) return fail(malformed, object.path(name), "too large");
  return number;
}

Result<void> check_format(const JsonObject& file, const Format& format) {
  const auto name = file.string("format");
  if (!name) return fail(name.error());
  const auto version = read_count(file, "version", format.malformed);
  if (!version) return fail(version.error());
  if (*name == format.name && *version == format.version) return {};
  return fail(format.malformed, file.where(),
              "not " + std::string(format.name) + " of version " + std::to_string(format.version));
}

Result<void> check_shard_size(const Serialization& serialization) {
  const bool in_shards = serialization.method == Method::shards;
  if (in_shards == (serialization.shard_size != 0)) return {};
  return fail(Code::manifest_serialization, "shard_size",
              in_shards ? "needed with shards" : "only with shards");
}

Json serialization_json(const Serialization& serialization) {
  Json object{{"method", serialization.method == Method::shards ? "shards" : "files"},
              {"hash_type", crypto::name(serialization.hash)},
              {"allow_symlinks", serialization.allow_symlinks},
              {"ignore_paths", serialization.ignore_paths}};
  if (serialization.method == Method::shards) object["shard_size"] = serialization.shard_size;
  return object;
}

}  // namespace weighmaster::manifest
