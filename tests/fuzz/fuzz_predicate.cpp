#include <nlohmann/json.hpp>

#include "fuzz.h"
#include "manifest/predicate.h"

using namespace weighmaster;
using base::Json;
using fuzz::must;
using manifest::Method;

namespace {

Json to_json(const manifest::Manifest& manifest) {
  const auto& header = manifest.serialization();
  const std::string hash(crypto::name(header.hash));
  Json json{{"resources", Json::array()},
            {"serialization",
             {{"method", header.method == Method::shards ? "shards" : "files"},
              {"hash_type", hash},
              {"allow_symlinks", header.allow_symlinks},
              {"ignore_paths", header.ignore_paths}}}};
  if (header.method == Method::shards) json["serialization"]["shard_size"] = header.shard_size;
  for (const auto& resource : manifest.resources()) {
    json["resources"].push_back(
        {{"name", resource.name()}, {"algorithm", hash}, {"digest", resource.digest.hex()}});
  }
  return json;
}

/// The pieces of each file, in whatever order they are listed, fill it without gap or overlap.
void check_shards(const manifest::Manifest& manifest) {
  std::uint64_t bytes = 0;
  std::uint64_t ends = 0;
  std::string path;
  for (const auto& resource : manifest.resources()) {
    must(resource.range.has_value(), "a shard has a range");
    must(resource.range->start < resource.range->end, "a shard is not empty");
    must(resource.range->size() <= manifest.serialization().shard_size,
         "a shard is no larger than the shard size");
    if (resource.path != path) bytes = ends = 0;
    path = resource.path;
    bytes += resource.range->size();
    ends = std::max(ends, resource.range->end);
  }
  must(bytes <= ends, "shards do not overlap");
}

/// With its resources taken one after the other, as they are taken from a statement.
base::Result<manifest::Manifest> manifest_of(BytesView predicate) {
  manifest::ListedResources listed;
  const auto rest = base::parse_json(predicate, "fuzz",
                                     {{"resources"},
                                      [&](const base::Json& document) { listed.begin(document); },
                                      [&](const base::JsonElement& resource) { listed.add(resource); }});
  if (!rest) return base::fail(rest.error());
  return manifest::manifest_from_predicate(*rest, std::move(listed));
}

}  // namespace

/// A manifest that is read can be written and read again, and is the same, root digest included.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto manifest = manifest_of({data, size});
  if (!manifest) return 0;
  if (manifest->serialization().method == Method::shards) check_shards(*manifest);
  const auto again = manifest_of(as_bytes(to_json(*manifest).dump()));
  must(again.has_value(), "what was written can be read");
  must(again->serialization() == manifest->serialization(), "the header is the same");
  must(again->resources() == manifest->resources(), "the resources are the same");
  must(again->root_digest() == manifest->root_digest(), "the root digest is the same");
  return 0;
}
