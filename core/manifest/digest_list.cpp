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

/// What the lists before have said.
struct Said {
  const DigestList* listing = nullptr;
  const DigestList* plan = nullptr;
  std::map<std::uint64_t, const DigestList*> parts;
};

std::string part_in_words(const PartOfPlan& part) {
  return "part " + std::to_string(part.number) + " of " + std::to_string(part.parts);
}

Result<void> check_part(const DigestList& list, Said& said) {
  if (!list.part) return {};
  const auto& part = *list.part;
  if (said.plan != nullptr && (said.plan->part->plan != part.plan || said.plan->part->parts != part.parts))
    return fail(Code::digests_stranger, list.source, "another plan than that of " + said.plan->source);
  said.plan = &list;
  const auto [at, is_new] = said.parts.try_emplace(part.number, &list);
  if (is_new) return {};
  return fail(Code::digests_overlap, part_in_words(part), at->second->source + " and " + list.source);
}

Result<void> check_agreement(const DigestList& first, const DigestList& list, Said& said) {
  const auto part = check_part(list, said);
  if (!part) return part;
  if (list.serialization != first.serialization)
    return fail(Code::digests_differ, "serialization", "method, algorithm, shard size, links or exclusions");
  if (!list.listing) return {};
  if (said.listing != nullptr && *said.listing->listing != *list.listing)
    return fail(Code::digests_stranger, list.source, "another model than that of " + said.listing->source);
  said.listing = &list;
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

/// What is in several lists of one model. A contradiction is told rather than that something is there twice.
class Merger {
 public:
  [[nodiscard]] Result<void> add(const FileDigests& file) {
    const auto [at, is_new] = files_.try_emplace(file.name, Merged{file.size, {}});
    auto& merged = at->second;
    if (!is_new && merged.size != file.size) {
      return fail(Code::digests_differ, file.name,
                  std::to_string(merged.size) + " and " + std::to_string(file.size) + " bytes");
    }
    if (!is_new && file.size == 0 && file.pieces.empty()) note_overlap(file.name, "empty");
    for (const auto& [range, digest] : file.pieces) {
      const auto [known, added] = merged.pieces.try_emplace(range, digest);
      if (added) continue;
      if (known->second != digest) return fail(Code::digests_differ, file.name, bytes_in_words(range));
      note_overlap(file.name, bytes_in_words(range));
    }
    return {};
  }
  /// The first that was there twice is the error.
  [[nodiscard]] Result<Files> finish() {
    if (overlap_) return fail(std::move(*overlap_));
    return std::move(files_);
  }

 private:
  void note_overlap(const std::string& name, std::string detail) {
    if (!overlap_) overlap_ = base::Error{Code::digests_overlap, name, std::move(detail)};
  }

  Files files_;
  std::optional<base::Error> overlap_;
};

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

/// `said` is by the list that says what the model holds.
Result<void> check_listing(const DigestList& said, const Files& files) {
  ListingMaker maker;
  for (const auto& [name, file] : files) maker.add({name, file.size});
  const auto found = maker.finish();
  if (found == *said.listing) return {};
  if (found.files < said.listing->files) {
    return fail(Code::digests_incomplete, {},
                std::to_string(found.files) + " of " + std::to_string(said.listing->files) + " files");
  }
  return fail(Code::digests_stranger, said.source, "there are digests of other files than the model has");
}

Result<void> check_complete(const Serialization& serialization, const Files& files, const Said& said) {
  for (const auto& [name, file] : files) {
    auto whole = check_whole(serialization, name, file);
    if (!whole) return whole;
  }
  return said.listing != nullptr ? check_listing(*said.listing, files) : Result<void>{};
}

/// "part 3, 7 of 8": those that no list is of, as many as can be read.
std::string missing_parts(const Said& said) {
  constexpr std::size_t shown = 20;
  std::string numbers;
  std::size_t count = 0;
  for (std::uint64_t number = 1; number <= said.plan->part->parts; ++number) {
    if (said.parts.contains(number) || ++count > shown) continue;
    numbers += (numbers.empty() ? "" : ", ") + std::to_string(number);
  }
  if (numbers.empty()) return {};
  const auto more = count > shown ? " and " + std::to_string(count - shown) + " more" : std::string();
  return (count == 1 ? "part " : "parts ") + numbers + more + " of " + std::to_string(said.plan->part->parts);
}

/// A gap is called by the part that is missing, where it is known.
base::Error with_missing_parts(base::Error error, const Said& said) {
  if (error.code != Code::digests_incomplete || said.plan == nullptr) return error;
  if (auto parts = missing_parts(said); !parts.empty()) return {error.code, std::move(parts), {}};
  return error;
}

/// By the names that the manifest gives them, which for shards is not the order of files and ranges.
std::vector<Resource> in_order(std::vector<std::pair<std::string, Resource>> named) {
  std::sort(named.begin(), named.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<Resource> resources;
  resources.reserve(named.size());
  for (auto& [name, resource] : named) resources.push_back(std::move(resource));
  return resources;
}

std::vector<Resource> resources_of(const DigestList& whole) {
  std::vector<Resource> resources;
  if (whole.serialization.method == Method::files) {
    resources.reserve(whole.files.size());
    for (const auto& file : whole.files)
      resources.push_back({file.name, std::nullopt, file.pieces.front().digest});
    return resources;
  }
  std::vector<std::pair<std::string, Resource>> named;
  for (const auto& file : whole.files) {
    for (const auto& [range, digest] : file.pieces) {
      Resource resource{file.name, range, digest};
      named.emplace_back(resource.name(), std::move(resource));
    }
  }
  return in_order(std::move(named));
}

std::vector<FileDigests> listed(Files files) {
  std::vector<FileDigests> all;
  all.reserve(files.size());
  while (!files.empty()) {
    auto file = files.extract(files.begin());
    all.push_back({std::move(file.key()), file.mapped().size, {}});
    for (const auto& [range, digest] : file.mapped().pieces) all.back().pieces.push_back({range, digest});
  }
  return all;
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

Result<DigestList> merge(std::vector<DigestList> lists) {
  if (lists.empty()) return fail(Code::manifest_empty);
  Merger merger;
  Said said;
  for (const auto& list : lists) {
    const auto agreed = check_agreement(lists.front(), list, said);
    if (!agreed) return fail(agreed.error());
    for (const auto& file : list.files) {
      const auto merged = merger.add(file);
      if (!merged) return fail(merged.error());
    }
  }
  auto files = merger.finish();
  if (!files) return fail(std::move(files.error()));
  auto complete = check_complete(lists.front().serialization, *files, said);
  if (!complete) return fail(with_missing_parts(std::move(complete.error()), said));
  const auto listing = said.listing != nullptr ? said.listing->listing : std::nullopt;
  return DigestList{std::move(lists.front().serialization), listing, listed(std::move(*files))};
}

Result<Manifest> manifest_of(std::vector<DigestList> lists) {
  auto whole = merge(std::move(lists));
  if (!whole) return fail(std::move(whole.error()));
  auto resources = resources_of(*whole);
  return Manifest::create(std::move(whole->serialization), std::move(resources));
}

}  // namespace weighmaster::manifest
