#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// By what names a model is told from a folder that holds models (docs/scan.md).
namespace weighmaster::model {

/// What lies directly in a folder.
struct Entries {
  /// All but folders: files, links to files, special files. By name.
  std::vector<std::string> files;
  std::vector<std::string> folders;
};

/// What is left of the name without the ending of a signature file: "model" of "model.sig". Nothing where it
/// is not named so.
[[nodiscard]] std::optional<std::string> signed_name(std::string_view name);

/// A file of weights, by the ending of its name.
[[nodiscard]] bool is_weights_name(std::string_view name);

/// Weights beside which a signature lies that has their name ("a.gguf", "a.gguf.sigstore.json"): each a
/// model of its own.
[[nodiscard]] std::vector<std::string> signed_files(const Entries& entries);

/// Whether the folder is a model itself: besides `signed_files` and their signatures it holds a signature
/// that is not named after another entry, a configuration by which models are loaded, or weights.
[[nodiscard]] bool is_model(const Entries& entries);

}  // namespace weighmaster::model
