#pragma once

#include <filesystem>
#include <string>

#include "crypto/digest.h"
#include "support/places.h"

namespace weighmaster::tests {

/// A hub's cache on the disk, as huggingface_hub makes it: blobs under their hashes, snapshots of relative
/// links, references, locks, and notes of what does not exist.
class HubCache {
 public:
  explicit HubCache(std::filesystem::path hub) : hub_(std::move(hub)) {
    write(hub_ / "version.txt", "1");
    write(hub_ / ".locks/models--org--name/0123.lock", "");
    write(store() / ".no_exist" / first / "adapter_config.json", "");
  }

  static constexpr const char* first = "5f0b02c75b57c5855da9ae460ce51323ea669d8a";
  static constexpr const char* second = "a5c8a2f2a4e1f1de9b1e0d6d7ac2f7c4d3b1a090";

  [[nodiscard]] const std::filesystem::path& hub() const { return hub_; }
  [[nodiscard]] std::filesystem::path store() const { return hub_ / "models--org--name"; }
  [[nodiscard]] std::filesystem::path snapshot(const std::string& revision = first) const {
    return store() / "snapshots" / revision;
  }

  void refer(const std::string& revision) const { write(store() / "refs/main", revision); }

  /// Large files are called by their SHA-256, small ones by git's SHA-1: any 40 digits will do here.
  void add(const std::string& name, std::string_view content, const std::string& revision = first) const {
    auto blob = crypto::digest(crypto::DigestAlgorithm::sha256, as_bytes(content)).hex();
    if (!name.ends_with(".safetensors")) blob.resize(40);
    write(store() / "blobs" / blob, content);
    link(name, store() / "blobs" / blob, revision);
  }

  void link(const std::string& name, const std::filesystem::path& target,
            const std::string& revision = first) const {
    const auto at = snapshot(revision) / name;
    std::filesystem::create_directories(at.parent_path());
    std::filesystem::create_symlink(target.lexically_relative(at.parent_path()), at);
  }

 private:
  std::filesystem::path hub_;
};

}  // namespace weighmaster::tests
