#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "base/json.h"
#include "crypto/digest.h"
#include "support/places.h"

namespace weighmaster::tests {

/// A store on the disk, as Ollama keeps it: `blobs/sha256-HEX`, and lists of them by registry, namespace,
/// name and tag.
class OllamaStore {
 public:
  explicit OllamaStore(std::filesystem::path models) : models_(std::move(models)) {
    std::filesystem::create_directories(models_ / "blobs");
    std::filesystem::create_directories(models_ / "manifests");
  }

  [[nodiscard]] const std::filesystem::path& folder() const { return models_; }

  static std::string digest_of(std::string_view content) {
    return crypto::digest(crypto::DigestAlgorithm::sha256, as_bytes(content)).hex();
  }
  [[nodiscard]] std::filesystem::path blob(std::string_view content) const {
    return models_ / "blobs" / ("sha256-" + digest_of(content));
  }

  /// "registry.ollama.ai/library/llama3/latest" with these layers, and a configuration. Returns the list.
  [[nodiscard]] std::filesystem::path add(const std::string& name,
                                          const std::vector<std::string>& layers) const {
    base::Json list{{"schemaVersion", 2},
                    {"mediaType", "application/vnd.docker.distribution.manifest.v2+json"},
                    {"config", layer("application/vnd.docker.container.image.v1+json", R"({"os":"linux"})")},
                    {"layers", base::Json::array()}};
    std::string kind = "model";
    for (const auto& content : layers) {
      list["layers"].push_back(layer("application/vnd.ollama.image." + kind, content));
      kind = "license";
    }
    const auto path = models_ / "manifests" / name;
    write(path, list.dump());
    return path;
  }

 private:
  [[nodiscard]] base::Json layer(const std::string& media_type, const std::string& content) const {
    write(blob(content), content);
    return {{"mediaType", media_type}, {"digest", "sha256:" + digest_of(content)}, {"size", content.size()}};
  }

  std::filesystem::path models_;
};

}  // namespace weighmaster::tests
