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

/// Reads the resources of one predicate. There may be millions: error texts only when they are needed.
class ResourceReader {
 public:
  explicit ResourceReader(const Serialization& serialization)
      : serialization_(serialization), algorithm_(crypto::name(serialization.hash)) {
    // The reference writes the shard size into the algorithm's name; section 5.2.2 does not.
    if (sharded()) sharded_algorithm_ = algorithm_ + "-sharded-" + std::to_string(serialization.shard_size);
  }

  [[nodiscard]] Result<Resource> read(const std::string& name, const std::string& hex,
                                      const std::string& algorithm) const {
    const bool same = algorithm == algorithm_ || (sharded() && algorithm == sharded_algorithm_);
    if (!same) return fail(Code::manifest_algorithm, name, algorithm);
    auto digest = crypto::Digest::from_hex(serialization_.hash, hex);
    if (!digest) return fail(Code::manifest_digest, name, hex);
    if (!sharded()) return Resource{name, std::nullopt, std::move(*digest)};
    const auto shard = split_shard_name(name);
    if (!shard) return fail(shard.error());
    return Resource{std::string(shard->path), shard->range, std::move(*digest)};
  }

 private:
  [[nodiscard]] bool sharded() const { return serialization_.method == Method::shards; }

  const Serialization& serialization_;
  std::string algorithm_;
  std::string sharded_algorithm_;
};

Result<std::string> read_text(const Json& resource, const char* member, std::size_t index) {
  const auto where = [&] { return "predicate.resources[" + std::to_string(index) + "]." + member; };
  const auto found = resource.find(member);
  if (found == resource.end()) return fail(Code::json_member_missing, where());
  if (!found->is_string()) return fail(Code::json_member_type, where(), "a string is needed here");
  return found->get_ref<const std::string&>();
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

void ListedResources::add(const Json& element) {
  const auto index = count_++;
  if (fault_ || count_ > base::limits::resources) return;
  if (!element.is_object()) {
    fault_ = base::Error{Code::json_member_type, "predicate.resources[" + std::to_string(index) + "]",
                         "an object is needed here"};
    return;
  }
  Texts texts;
  for (const auto& [member, text] :
       {std::pair("name", &texts.name), {"digest", &texts.digest}, {"algorithm", &texts.algorithm}}) {
    auto read = read_text(element, member, index);
    if (!read) {
      fault_ = std::move(read.error());
      return;
    }
    *text = std::move(*read);
  }
  all_.push_back(std::move(texts));
}

Result<Manifest> manifest_from_predicate(const Json& predicate, const ListedResources& listed) {
  const auto object = JsonObject::from(predicate, "predicate");
  if (!object) return fail(object.error());
  auto serialization = serialization_from(*object);
  if (!serialization) return fail(std::move(serialization.error()));
  if (const auto list = object->array("resources"); !list) return fail(list.error());
  if (listed.count_ > base::limits::resources)
    return fail(Code::manifest_too_many, {}, std::to_string(listed.count_));

  const ResourceReader reader(*serialization);
  std::vector<Resource> resources;
  resources.reserve(listed.all_.size());
  for (const auto& [name, digest, algorithm] : listed.all_) {
    auto resource = reader.read(name, digest, algorithm);
    if (!resource) return fail(std::move(resource.error()));
    resources.push_back(std::move(*resource));
  }
  if (listed.fault_) return fail(*listed.fault_);
  return Manifest::create(std::move(*serialization), std::move(resources));
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
