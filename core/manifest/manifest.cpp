#include "manifest/manifest.h"

#include <algorithm>

#include "base/limits.h"

namespace weighmaster::manifest {

using base::Code;
using base::fail;
using base::Result;

namespace {

/// A fault of a resource: it is called by its file, and a shard by its bytes.
auto refuse(Code code, const Resource& resource, std::string why = {}) {
  if (resource.range) {
    const auto& [start, end] = *resource.range;
    why = "bytes " + std::to_string(start) + " to " + std::to_string(end) + (why.empty() ? "" : ": ") + why;
  }
  return fail(code, resource.path, std::move(why));
}

Result<void> check_serialization(const Serialization& serialization) {
  const bool sharded = serialization.method == Method::shards;
  if (sharded != (serialization.shard_size != 0)) {
    return fail(Code::manifest_serialization, "shard_size",
                sharded ? "needed with shards" : "only with shards");
  }
  return {};
}

/// One resource on its own; its path becomes normal. `lone_dot`: "." is the only path of the manifest.
Result<void> check_resource(const Serialization& serialization, Resource& resource, bool lone_dot) {
  if (!lone_dot) {
    auto normal = normal_name(resource.path);
    if (!normal) return fail(std::move(normal.error()));
    resource.path = std::move(*normal);
  }
  if (resource.digest.algorithm() != serialization.hash) {
    return refuse(Code::manifest_algorithm, resource, std::string(crypto::name(resource.digest.algorithm())));
  }
  if (resource.range.has_value() != (serialization.method == Method::shards)) {
    return refuse(Code::manifest_shards, resource, "not as the method asks");
  }
  return {};
}

/// `previous` is the shard before of the same path, if any.
Result<void> check_sequence(const Resource* previous, const Resource& shard, std::uint64_t shard_size) {
  const auto& range = *shard.range;
  const auto refuse_shard = [&](const char* why) { return refuse(Code::manifest_shards, shard, why); };
  if (range.end <= range.start) return refuse_shard("empty");
  if (range.size() > shard_size) return refuse_shard("longer than the shard size");
  if (previous != nullptr && previous->range->size() != shard_size)
    return refuse_shard("behind a short shard");
  const std::uint64_t wanted = previous == nullptr ? 0 : previous->range->end;
  if (range.start != wanted)
    return refuse_shard(range.start > wanted ? "a gap before it" : "overlaps the one before");
  return {};
}

/// Without copying them: there may be millions.
std::vector<const Resource*> sorted_by_path_and_range(const std::vector<Resource>& resources) {
  std::vector<const Resource*> sorted;
  sorted.reserve(resources.size());
  for (const auto& resource : resources) sorted.push_back(&resource);
  const auto before = [](const Resource* left, const Resource* right) {
    const int order = left->path.compare(right->path);
    return order != 0 ? order < 0 : left->range < right->range;
  };
  if (!std::is_sorted(sorted.begin(), sorted.end(), before)) std::sort(sorted.begin(), sorted.end(), before);
  return sorted;
}

Result<void> check_together(const Serialization& serialization, const std::vector<Resource>& resources) {
  const Resource* previous = nullptr;
  for (const Resource* resource : sorted_by_path_and_range(resources)) {
    if (previous != nullptr && previous->path != resource->path) previous = nullptr;
    if (previous != nullptr && previous->range == resource->range) {
      return refuse(Code::manifest_name_duplicate, *resource);
    }
    if (serialization.method == Method::shards) {
      auto checked = check_sequence(previous, *resource, serialization.shard_size);
      if (!checked) return checked;
    }
    previous = resource;
  }
  return {};
}

bool all_dot(const std::vector<Resource>& resources) {
  return std::all_of(resources.begin(), resources.end(),
                     [](const auto& resource) { return resource.path == dot; });
}

}  // namespace

std::string Resource::name() const {
  return range ? path + ":" + std::to_string(range->start) + ":" + std::to_string(range->end) : path;
}

Result<Manifest> Manifest::create(Serialization serialization, std::vector<Resource> resources) {
  if (resources.empty()) return fail(Code::manifest_empty);
  if (resources.size() > base::limits::resources) {
    return fail(Code::manifest_too_many, {}, std::to_string(resources.size()));
  }
  auto checked = check_serialization(serialization);
  if (!checked) return fail(std::move(checked.error()));
  const bool lone_dot = all_dot(resources);
  for (auto& resource : resources) {
    checked = check_resource(serialization, resource, lone_dot);
    if (!checked) return fail(std::move(checked.error()));
  }
  checked = check_together(serialization, resources);
  if (!checked) return fail(std::move(checked.error()));
  return Manifest(std::move(serialization), std::move(resources));
}

bool Manifest::in_order() const {
  // Bytes of UTF-8 sort as the code points do.
  return std::is_sorted(resources_.begin(), resources_.end(), [](const auto& left, const auto& right) {
    const bool whole = !left.range && !right.range;
    return whole ? left.path < right.path : left.name() < right.name();
  });
}

crypto::Digest Manifest::root_digest() const {
  crypto::Hasher hasher(crypto::DigestAlgorithm::sha256);
  for (const auto& resource : resources_) hasher.update(resource.digest.bytes());
  return hasher.finish();
}

bool Manifest::names_only_dot() const {
  return resources_.front().path == dot;
}

std::uint64_t piece_count(const Serialization& serialization, std::uint64_t size) {
  if (serialization.method == Method::files) return 1;
  return size / serialization.shard_size + (size % serialization.shard_size != 0 ? 1 : 0);
}

std::vector<ByteRange> pieces(const Serialization& serialization, std::uint64_t size) {
  if (serialization.method == Method::files) return {{0, size}};
  std::vector<ByteRange> cut;
  cut.reserve(static_cast<std::size_t>(piece_count(serialization, size)));
  for (std::uint64_t start = 0; start < size;) {
    const auto end = start + std::min(serialization.shard_size, size - start);
    cut.push_back({start, end});
    start = end;
  }
  return cut;
}

}  // namespace weighmaster::manifest
