#include "manifest/digest_list.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/limits.h"

namespace weighmaster::manifest {

using base::Code;
using base::fail;
using base::Result;

namespace {

/// `listing` is that of the lists before, if any said.
Result<void> check_agreement(const Serialization& first, const DigestList& list,
                             const std::optional<Listing>& listing) {
  if (list.serialization != first)
    return fail(Code::digests_differ, "serialization", "method, algorithm, shard size, links or exclusions");
  if (list.listing && listing && *list.listing != *listing)
    return fail(Code::digests_differ, "listing", "they list other files");
  return {};
}

using Pieces = std::map<ByteRange, crypto::Digest>;

struct Merged {
  std::uint64_t size = 0;
  Pieces pieces;
};

using Files = std::map<std::string, Merged>;

std::string bytes_in_words(const ByteRange& range) {
  return "bytes " + std::to_string(range.start) + " to " + std::to_string(range.end);
}

Result<void> merge_file(const FileDigests& file, Files& files) {
  const auto [at, is_new] = files.try_emplace(file.name, Merged{file.size, {}});
  auto& merged = at->second;
  if (!is_new && merged.size != file.size) {
    return fail(Code::digests_differ, file.name,
                std::to_string(merged.size) + " and " + std::to_string(file.size) + " bytes");
  }
  for (const auto& [range, digest] : file.pieces) {
    const auto [known, added] = merged.pieces.try_emplace(range, digest);
    if (!added && known->second != digest)
      return fail(Code::digests_differ, file.name, bytes_in_words(range));
  }
  return {};
}

/// Each piece is as the serialization cuts the file, so only those that are missing are to be looked for.
Result<void> check_whole(const Serialization& serialization, const std::string& name, const Merged& file) {
  if (file.pieces.size() == piece_count(serialization, file.size)) return {};
  std::uint64_t end = 0;
  for (const auto& [range, digest] : file.pieces) {
    if (range.start != end) break;
    end = range.end;
  }
  const auto next = serialization.method == Method::files
                        ? file.size
                        : end + std::min(serialization.shard_size, file.size - end);
  return fail(Code::digests_incomplete, name, bytes_in_words({end, next}));
}

Result<void> check_listing(const Listing& listing, const Files& files) {
  ListingMaker maker;
  for (const auto& [name, file] : files) maker.add({name, file.size});
  const auto found = maker.finish();
  if (found == listing) return {};
  if (found.files < listing.files) {
    return fail(Code::digests_incomplete, {},
                std::to_string(found.files) + " of " + std::to_string(listing.files) + " files");
  }
  return fail(Code::digests_differ, "listing", "it lists other files than have digests");
}

/// By the names that the manifest gives them, which for shards is not the order of files and ranges.
std::vector<Resource> in_order(std::vector<std::pair<std::string, Resource>> named) {
  std::sort(named.begin(), named.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<Resource> resources;
  resources.reserve(named.size());
  for (auto& [name, resource] : named) resources.push_back(std::move(resource));
  return resources;
}

std::vector<Resource> resources_of(const Serialization& serialization, const Files& files) {
  std::vector<Resource> resources;
  if (serialization.method == Method::files) {
    resources.reserve(files.size());
    for (const auto& [name, file] : files)
      resources.push_back({name, std::nullopt, file.pieces.begin()->second});
    return resources;
  }
  std::vector<std::pair<std::string, Resource>> named;
  for (const auto& [name, file] : files) {
    for (const auto& [range, digest] : file.pieces) {
      Resource resource{name, range, digest};
      named.emplace_back(resource.name(), std::move(resource));
    }
  }
  return in_order(std::move(named));
}

}  // namespace

void ListingMaker::add(const NamedSize& file) {
  hasher_.update(as_bytes(file.name));
  const auto rest = '\0' + std::to_string(file.size) + '\n';
  hasher_.update(as_bytes(rest));
  ++files_;
  bytes_ += file.size;
}

Listing ListingMaker::finish() {
  return {files_, bytes_, hasher_.finish()};
}

Result<Manifest> manifest_of(std::vector<DigestList> lists) {
  if (lists.empty()) return fail(Code::manifest_empty);
  Files files;
  std::optional<Listing> listing;
  for (const auto& list : lists) {
    const auto agreed = check_agreement(lists.front().serialization, list, listing);
    if (!agreed) return fail(agreed.error());
    if (list.listing) listing = list.listing;
    for (const auto& file : list.files) {
      const auto merged = merge_file(file, files);
      if (!merged) return fail(merged.error());
    }
  }
  const auto& serialization = lists.front().serialization;
  for (const auto& [name, file] : files) {
    const auto whole = check_whole(serialization, name, file);
    if (!whole) return fail(whole.error());
  }
  if (listing) {
    const auto complete = check_listing(*listing, files);
    if (!complete) return fail(complete.error());
  }
  auto resources = resources_of(serialization, files);
  return Manifest::create(std::move(lists.front().serialization), std::move(resources));
}

}  // namespace weighmaster::manifest
