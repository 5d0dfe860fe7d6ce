#pragma once

#include <filesystem>
#include <vector>

namespace weighmaster::verdict {

/// Signature files that belong to a model by their place and name, best first, and where they were looked
/// for.
struct Discovery {
  std::vector<std::filesystem::path> found;
  std::vector<std::filesystem::path> looked_in;
};

/// In the model's root, then beside it: `model.sig`, `<model>.sig`, `*.sig`, `*.sigstore.json`, `*.sigstore`,
/// sniffed by content, few and small. Nothing is followed out of these two folders.
[[nodiscard]] Discovery find_signatures(const std::filesystem::path& model);

/// Whether the path is itself a signature file (by content): what a person may drop instead of a model.
[[nodiscard]] bool is_signature_file(const std::filesystem::path& path);

}  // namespace weighmaster::verdict
