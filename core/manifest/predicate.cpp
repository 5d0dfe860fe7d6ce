#include "manifest/predicate.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/limits.h"

namespace weighmaster::manifest {

using base::Code;
using base::fail;
using base::Json;
using base::JsonObject;
using base::Result;

namespace {

Result<Method> read_method(const JsonObject& serialization) {
  const auto method = serialization.string("method");
  if (!method) return fail(method.error());
  if (*method == "files") return Method::files;
  if (*method == "shards") return Method::shards;
  return fail(Code::manifest_serialization, serialization.path("method"), *method);
}

Result<crypto::DigestAlgorithm> read_hash(const JsonObject& serialization) {
  const auto name = serialization.string("hash_type");
  if (!name) return fail(name.error());
  const auto algorithm = crypto::manifest_algorithm(*name);
  if (!algorithm) return fail(Code::manifest_algorithm, serialization.path("hash_type"), *name);
  return *algorithm;
}

/// A positive integer of 63 bits, or a double that is one: the reference's JSON writer knows only doubles,
/// which are exact up to 2^53. Zero where the value is neither.
std::uint64_t positive_integer(const Json& value) {
  constexpr double exact_below = 9007199254740992.0;
  if (value.is_number_unsigned()) {
    const auto number = value.get<std::uint64_t>();
    return number <= std::uint64_t{INT64_MAX} ? number : 0;
  }
  if (!value.is_number_float()) return 0;
  const auto number = value.get<double>();
  const bool exact = number >= 1 && number <= exact_below && std::trunc(number) == number;
  return exact ? static_cast<std::uint64_t>(number) : 0;
}

/// Zero where it is absent.
Result<std::uint64_t> read_shard_size(const JsonObject& serialization) {
  const auto value = serialization.find("shard_size");
  if (!value) return fail(value.error());
  if (*value == nullptr) return 0;
  const auto size = positive_integer(**value);
  if (size == 0) {
    return fail(Code::manifest_serialization, serialization.path("shard_size"), "not a positive integer");
  }
  return size;
}

Result<std::vector<std::string>> read_ignore_paths(const JsonObject& serialization) {
  const auto list = serialization.array("ignore_paths");
  if (!list) return fail(list.error());
  std::vector<std::string> paths;
  paths.reserve(list->size());
  for (const auto& path : *list) {
    if (!path.is_string())
      return fail(Code::json_member_type, serialization.path("ignore_paths"), "a string is needed here");
    paths.push_back(path.get<std::string>());
  }
  return paths;
}

}  // namespace

Result<Serialization> serialization_from(const JsonObject& parent) {
  const auto object = parent.object("serialization");
  if (!object) return fail(object.error());
  const auto method = read_method(*object);
  if (!method) return fail(method.error());
  const auto hash = read_hash(*object);
  if (!hash) return fail(hash.error());
  const auto shard_size = read_shard_size(*object);
  if (!shard_size) return fail(shard_size.error());
  const auto allow_symlinks = object->boolean("allow_symlinks");
  if (!allow_symlinks) return fail(allow_symlinks.error());
  auto ignore_paths = read_ignore_paths(*object);
  if (!ignore_paths) return fail(ignore_paths.error());
  return Serialization{*method, *hash, *shard_size, *allow_symlinks, std::move(*ignore_paths)};
}

namespace {

/// There may be millions: error texts only when they are needed.
Result<std::string_view> read_text(const base::JsonElement& resource, std::string_view member,
                                   std::size_t index) {
  const auto where = [&] {
    return "predicate.resources[" + std::to_string(index) + "]." + std::string(member);
  };
  const auto* found = resource.find(member);
  if (found == nullptr) return fail(Code::json_member_missing, where());
  if (!found->text) return fail(Code::json_member_type, where(), "a string is needed here");
  return *found->text;
}

Result<Json> write_serialization(const Serialization& serialization) {
  Json written{{"method", serialization.method == Method::shards ? "shards" : "files"},
               {"hash_type", crypto::name(serialization.hash)},
               {"allow_symlinks", serialization.allow_symlinks}};
  if (serialization.method == Method::shards) written["shard_size"] = serialization.shard_size;
  if (serialization.ignore_paths.empty()) return written;
  for (const auto& path : serialization.ignore_paths) {
    const auto normal = normal_name(path);
    if (!normal) return fail(normal.error());
    if (*normal != path) return fail(Code::manifest_name, path, "not in normal form");
  }
  written["ignore_paths"] = serialization.ignore_paths;
  return written;
}

}  // namespace

ResourceReader::ResourceReader(const Serialization& serialization)
    : hash_(serialization.hash),
      sharded_(serialization.method == Method::shards),
      algorithm_(crypto::name(serialization.hash)) {
  // The reference writes the shard size into the algorithm's name; section 5.2.2 does not.
  if (sharded_) sharded_algorithm_ = algorithm_ + "-sharded-" + std::to_string(serialization.shard_size);
}

Result<Resource> ResourceReader::read(std::string_view name, std::string_view hex,
                                      std::string_view algorithm) const {
  const bool same = algorithm == algorithm_ || (sharded_ && algorithm == sharded_algorithm_);
  if (!same) return fail(Code::manifest_algorithm, std::string(name), std::string(algorithm));
  const auto digest = crypto::Digest::from_hex(hash_, hex);
  if (!digest) return fail(Code::manifest_digest, std::string(name), std::string(hex));
  if (!sharded_) return Resource{std::string(name), std::nullopt, *digest};
  const auto shard = split_shard_name(name);
  if (!shard) return fail(shard.error());
  return Resource{std::string(shard->path), shard->range, *digest};
}

void ListedResources::begin(const Json& predicate) {
  const auto object = JsonObject::from(predicate, "predicate");
  const auto serialization = object.and_then(serialization_from);
  if (serialization) reader_.emplace(*serialization);
}

Result<Resource> ListedResources::read(const base::JsonElement& element) const {
  const auto index = count_ - 1;
  if (!element.is_object)
    return fail(Code::json_member_type, "predicate.resources[" + std::to_string(index) + "]",
                "an object is needed here");
  const auto name = read_text(element, "name", index);
  if (!name) return fail(name.error());
  const auto digest = read_text(element, "digest", index);
  if (!digest) return fail(digest.error());
  const auto algorithm = read_text(element, "algorithm", index);
  if (!algorithm) return fail(algorithm.error());
  return reader_->read(*name, *digest, *algorithm);
}

void ListedResources::add(const base::JsonElement& element) {
  ++count_;
  if (!reader_ || fault_ || count_ > base::limits::resources) return;
  auto resource = read(element);
  if (resource) {
    all_.push_back(std::move(*resource));
  } else {
    fault_ = std::move(resource.error());
  }
}

Result<Manifest> manifest_from_predicate(const Json& predicate, ListedResources listed) {
  const auto object = JsonObject::from(predicate, "predicate");
  if (!object) return fail(object.error());
  auto serialization = serialization_from(*object);
  if (!serialization) return fail(std::move(serialization.error()));
  if (const auto list = object->array("resources"); !list) return fail(list.error());
  if (listed.count_ > base::limits::resources)
    return fail(Code::manifest_too_many, {}, std::to_string(listed.count_));
  if (listed.fault_) return fail(std::move(*listed.fault_));
  return Manifest::create(std::move(*serialization), std::move(listed.all_));
}

Result<Json> predicate_of(const Manifest& manifest) {
  auto serialization = write_serialization(manifest.serialization());
  if (!serialization) return fail(std::move(serialization.error()));
  auto resources = Json::array();
  for (const auto& resource : manifest.resources()) {
    resources.push_back({{"name", resource.name()},
                         {"digest", resource.digest.hex()},
                         {"algorithm", crypto::name(resource.digest.algorithm())}});
  }
  return Json{{"serialization", std::move(*serialization)}, {"resources", std::move(resources)}};
}

}  // namespace weighmaster::manifest
