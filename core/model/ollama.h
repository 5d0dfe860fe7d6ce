#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/digest.h"

/// The store of Ollama: `STORE/manifests/REGISTRY/NAMESPACE/NAME/TAG` is a list of a model's files, in the
/// form of an image manifest (Docker's version 2, schema 2; OCI image specification 1.0), and each file lies
/// as `STORE/blobs/sha256-HEX` under its digest.
namespace weighmaster::model {

/// A file that a list names.
struct Blob {
  std::string media_type;  // from outside
  crypto::Digest digest;   // SHA-256
  std::uint64_t size = 0;  // as the list says
};

/// The configuration first, then the layers, each digest once. Never empty. Error: scan.store, the subject is
/// `what`.
[[nodiscard]] base::Result<std::vector<Blob>> parse_store_list(BytesView text, std::string_view what);

/// Whether the folder is such a store.
[[nodiscard]] bool is_ollama_store(const std::filesystem::path& folder);

/// The store that the path is a list of, by its place: five levels below it. Nothing where it is no list.
[[nodiscard]] std::optional<std::filesystem::path> ollama_store_of(const std::filesystem::path& list);

/// Where the store keeps a file.
[[nodiscard]] std::filesystem::path blob_path(const std::filesystem::path& store,
                                              const crypto::Digest& digest);

/// How Ollama calls the model: "NAME:TAG", with namespace and registry where they are not its own. From
/// outside.
[[nodiscard]] std::string ollama_name(const std::filesystem::path& list);

}  // namespace weighmaster::model
