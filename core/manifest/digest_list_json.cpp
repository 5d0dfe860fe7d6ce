#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json.h"
#include "base/limits.h"
#include "manifest/digest_list.h"
#include "manifest/list_json.h"
#include "manifest/predicate.h"

namespace weighmaster::manifest {

using base::Code;
using base::fail;
using base::Json;
using base::JsonObject;
using base::Result;

namespace {

constexpr Format format{"weighmaster-digests", 1, Code::digests_malformed};

/// Sizes and places in files, and how many.
Result<std::uint64_t> read_number(const JsonObject& object, std::string_view name) {
  return read_count(object, name, Code::digests_malformed);
}

Result<std::optional<Listing>> read_listing(const JsonObject& file) {
  const auto object = file.object_if_any("listing");
  if (!object) return fail(object.error());
  if (!*object) return std::nullopt;
  const auto files = read_number(**object, "files");
  if (!files) return fail(files.error());
  const auto bytes = read_number(**object, "bytes");
  if (!bytes) return fail(bytes.error());
  const auto hex = (*object)->string("digest");
  if (!hex) return fail(hex.error());
  const auto digest = crypto::Digest::from_hex(crypto::DigestAlgorithm::sha256, *hex);
  if (!digest) return fail(digest.error());
  return Listing{*files, *bytes, *digest};
}

Result<std::optional<PartOfPlan>> read_part(const JsonObject& file) {
  const auto object = file.object_if_any("part");
  if (!object) return fail(object.error());
  if (!*object) return std::nullopt;
  const auto number = read_number(**object, "number");
  if (!number) return fail(number.error());
  const auto parts = read_number(**object, "of");
  if (!parts) return fail(parts.error());
  if (*number == 0 || *number > *parts || *parts > base::limits::plan_parts)
    return fail(Code::digests_malformed, file.where(), "no part of a plan");
  const auto hex = (*object)->string("plan");
  if (!hex) return fail(hex.error());
  const auto plan = crypto::Digest::from_hex(crypto::DigestAlgorithm::sha256, *hex);
  if (!plan) return fail(plan.error());
  return PartOfPlan{*plan, *number, *parts};
}

/// Reads the files of one list; the pieces must be exactly those that the serialization makes.
class FileReader {
 public:
  explicit FileReader(const Serialization& serialization) : serialization_(serialization) {}

  [[nodiscard]] Result<FileDigests> read(const Json& value, std::size_t index) {
    const auto object = JsonObject::from(value, "files[" + std::to_string(index) + "]");
    if (!object) return fail(object.error());
    const auto written = object->string("name");
    if (!written) return fail(written.error());
    const auto name = normal_name(*written);
    if (!name) return fail(name.error());
    if (*name != *written) return fail(Code::manifest_name, *written, "not in normal form");
    const auto size = read_number(*object, "size");
    if (!size) return fail(size.error());
    FileDigests file{*name, *size, {}};
    const auto read =
        serialization_.method == Method::files ? read_whole(*object, file) : read_shards(*object, file);
    if (!read) return fail(read.error());
    return file;
  }

 private:
  Result<crypto::Digest> read_digest(const JsonObject& object, const std::string& name) {
    const auto hex = object.string("digest");
    if (!hex) return fail(hex.error());
    const auto digest = crypto::Digest::from_hex(serialization_.hash, *hex);
    if (!digest) return fail(Code::manifest_digest, name, *hex);
    if (++pieces_ > base::limits::resources)
      return fail(Code::manifest_too_many, {}, std::to_string(base::limits::resources));
    return digest;
  }

  Result<void> read_whole(const JsonObject& object, FileDigests& file) {
    const auto digest = read_digest(object, file.name);
    if (!digest) return fail(digest.error());
    file.pieces.push_back({{0, file.size}, *digest});
    return {};
  }

  Result<void> read_shards(const JsonObject& object, FileDigests& file) {
    const auto list = object.array("shards");
    if (!list) return fail(list.error());
    for (const auto& value : *list) {
      const auto shard = JsonObject::from(value, object.path("shards"));
      if (!shard) return fail(shard.error());
      const auto range = read_range(*shard, file);
      if (!range) return fail(range.error());
      const auto digest = read_digest(*shard, file.name);
      if (!digest) return fail(digest.error());
      file.pieces.push_back({*range, *digest});
    }
    return {};
  }

  /// Cut at multiples of the shard size, the last one at the end, in order.
  Result<ByteRange> read_range(const JsonObject& shard, const FileDigests& file) const {
    const auto start = read_number(shard, "start");
    if (!start) return fail(start.error());
    const auto end = read_number(shard, "end");
    if (!end) return fail(end.error());
    const bool at_border = *start < file.size && *start % serialization_.shard_size == 0;
    const bool whole = at_border && *end == *start + std::min(serialization_.shard_size, file.size - *start);
    const bool in_order = file.pieces.empty() || file.pieces.back().range.end <= *start;
    if (!whole || !in_order) {
      return fail(Code::digests_malformed, file.name,
                  "bytes " + std::to_string(*start) + " to " + std::to_string(*end) + " are no shard here");
    }
    return ByteRange{*start, *end};
  }

  const Serialization& serialization_;
  std::size_t pieces_ = 0;
};

Result<std::vector<FileDigests>> read_files(const JsonObject& object, const Serialization& serialization) {
  const auto list = object.array("files");
  if (!list) return fail(list.error());
  FileReader reader(serialization);
  std::vector<FileDigests> files;
  files.reserve(list->size());
  for (const auto& value : *list) {
    auto file = reader.read(value, files.size());
    if (!file) return fail(std::move(file.error()));
    if (!files.empty() && file->name <= files.back().name)
      return fail(Code::digests_malformed, file->name, "not in the order of the names, or there twice");
    files.push_back(std::move(*file));
  }
  return files;
}

Json json(const FileDigests& file, Method method) {
  Json object{{"name", file.name}, {"size", file.size}};
  if (method == Method::files) {
    object["digest"] = file.pieces.front().digest.hex();
    return object;
  }
  object["shards"] = Json::array();
  for (const auto& [range, digest] : file.pieces)
    object["shards"].push_back({{"start", range.start}, {"end", range.end}, {"digest", digest.hex()}});
  return object;
}

}  // namespace

Result<DigestList> parse_digest_list(BytesView text, const std::string& what) {
  const auto parsed = base::parse_json(text, what);
  if (!parsed) return fail(parsed.error());
  const auto object = JsonObject::from(*parsed, what);
  if (!object) return fail(object.error());
  const auto known = check_format(*object, format);
  if (!known) return fail(known.error());
  auto serialization = serialization_from(*object);
  if (!serialization) return fail(std::move(serialization.error()));
  const auto cut = check_shard_size(*serialization);
  if (!cut) return fail(cut.error());
  const auto listing = read_listing(*object);
  if (!listing) return fail(listing.error());
  const auto part = read_part(*object);
  if (!part) return fail(part.error());
  const auto tool = object->string_or_empty("tool");
  if (!tool) return fail(tool.error());
  auto files = read_files(*object, *serialization);
  if (!files) return fail(std::move(files.error()));
  return DigestList{std::move(*serialization), *listing, std::move(*files), *tool, *part, what};
}

/// One file a line: such lists are compared, and looked into, by people.
std::string digest_list_text(const DigestList& list) {
  Json head{{"format", format.name},
            {"version", format.version},
            {"tool", list.tool},
            {"serialization", serialization_json(list.serialization)}};
  if (list.listing) {
    head["listing"] = {{"files", list.listing->files},
                       {"bytes", list.listing->bytes},
                       {"digest", list.listing->digest.hex()}};
  }
  if (list.part) {
    head["part"] = {{"plan", list.part->plan.hex()}, {"number", list.part->number}, {"of", list.part->parts}};
  }
  auto text = head.dump();
  text.pop_back();  // the closing brace: the files come before it
  text += ",\"files\":[";
  for (std::size_t i = 0; i < list.files.size(); ++i) {
    text += i == 0 ? "\n" : ",\n";
    text += json(list.files[i], list.serialization.method).dump();
  }
  return text + "\n]}\n";
}

}  // namespace weighmaster::manifest
