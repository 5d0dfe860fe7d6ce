#include "model/ollama.h"

#include <map>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/json.h"

namespace weighmaster::model {

using base::Code;
using base::fail;
using base::JsonObject;
using base::Result;
namespace fs = std::filesystem;

namespace {

constexpr std::string_view digest_start = "sha256:";
constexpr std::int64_t schema_version = 2;

Result<Blob> parse_blob(const JsonObject& object) {
  auto media_type = object.string("mediaType");
  if (!media_type) return fail(std::move(media_type.error()));
  const auto text = object.string("digest");
  if (!text) return fail(text.error());
  if (!text->starts_with(digest_start)) return fail(Code::manifest_digest, object.path("digest"));
  auto digest = crypto::Digest::from_hex(crypto::DigestAlgorithm::sha256,
                                         std::string_view(*text).substr(digest_start.size()));
  if (!digest) return fail(std::move(digest.error()));
  const auto size = object.int64("size");
  if (!size) return fail(size.error());
  if (*size < 0) return fail(Code::json_number, object.path("size"));
  return Blob{std::move(*media_type), std::move(*digest), static_cast<std::uint64_t>(*size)};
}

/// Each digest once.
class Blobs {
 public:
  /// A digest that is named twice is one file; under two sizes it is none.
  Result<void> add(Result<Blob> blob) {
    if (!blob) return fail(std::move(blob.error()));
    const auto [known, is_new] = sizes_.emplace(blob->digest.hex(), blob->size);
    if (known->second != blob->size) return fail(Code::manifest_digest, known->first);
    if (is_new) list_.push_back(std::move(*blob));
    return {};
  }
  std::vector<Blob> take() { return std::move(list_); }

 private:
  std::vector<Blob> list_;
  std::map<std::string, std::uint64_t> sizes_;
};

Result<std::vector<Blob>> parse(const JsonObject& list) {
  const auto version = list.int64("schemaVersion");
  if (!version) return fail(version.error());
  if (*version != schema_version) return fail(Code::json_number, list.path("schemaVersion"));
  const auto config = list.object("config");
  if (!config) return fail(config.error());
  const auto layers = list.array("layers");
  if (!layers) return fail(layers.error());
  Blobs blobs;
  if (auto added = blobs.add(parse_blob(*config)); !added) return fail(std::move(added.error()));
  for (const auto& layer : *layers) {
    const auto object = JsonObject::from(layer, list.path("layers"));
    if (!object) return fail(object.error());
    if (auto added = blobs.add(parse_blob(*object)); !added) return fail(std::move(added.error()));
  }
  return blobs.take();
}

}  // namespace

Result<std::vector<Blob>> parse_store_list(BytesView text, std::string_view what) {
  const auto refuse = [&](const base::Error& error) {
    return fail(Code::scan_store, std::string(what),
                error.subject + ": " + std::string(base::name(error.code)));
  };
  const auto json = base::parse_json(text, "the list");
  if (!json) return refuse(json.error());
  const auto list = JsonObject::from(*json, "the list");
  if (!list) return refuse(list.error());
  auto blobs = parse(*list);
  if (!blobs) return refuse(blobs.error());
  return blobs;
}

bool is_ollama_store(const fs::path& folder) {
  std::error_code error;
  return fs::is_directory(folder / "manifests", error) && fs::is_directory(folder / "blobs", error);
}

std::optional<fs::path> ollama_store_of(const fs::path& list) {
  std::error_code error;
  const auto whole = fs::absolute(list, error).lexically_normal();
  if (error || !fs::is_regular_file(fs::symlink_status(whole, error))) return std::nullopt;
  const auto manifests = whole.parent_path().parent_path().parent_path().parent_path();
  if (manifests.filename() != "manifests" || !is_ollama_store(manifests.parent_path())) return std::nullopt;
  return manifests.parent_path();
}

fs::path blob_path(const fs::path& store, const crypto::Digest& digest) {
  return store / "blobs" / ("sha256-" + digest.hex());
}

std::string ollama_name(const fs::path& list) {
  const auto name = list.parent_path();
  const auto space = name.parent_path();
  const auto registry = space.parent_path();
  std::string text = base::utf8(name.filename()) + ":" + base::utf8(list.filename());
  const bool own_registry = registry.filename() == "registry.ollama.ai";
  if (!own_registry || space.filename() != "library") text.insert(0, base::utf8(space.filename()) + "/");
  if (!own_registry) text.insert(0, base::utf8(registry.filename()) + "/");
  return text;
}

}  // namespace weighmaster::model
