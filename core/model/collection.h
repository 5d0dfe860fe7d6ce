#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/task.h"

/// Many models: which ones lie in the places that a person names (docs/scan.md says how they are told).
namespace weighmaster::model {

/// How a model is kept.
enum class Layout : std::uint8_t {
  folder,
  file,    // a single file, signed itself
  hub,     // a snapshot in a hub's cache (model/hub.h)
  ollama,  // a list of files in a store (model/ollama.h)
};
/// "folder", "file", "hub", "ollama".
[[nodiscard]] std::string_view name(Layout layout);

struct FoundModel {
  /// What is verified: a folder, a file, a store's list.
  std::filesystem::path path;
  Layout layout = Layout::folder;
  /// How its store calls it, else its path below the place that was named. From outside.
  std::string label;
};

/// What is no model, though it lies where models do.
enum class LeftOutReason : std::uint8_t { dataset, space, empty_store };
/// "dataset", "space", "empty_store".
[[nodiscard]] std::string_view name(LeftOutReason reason);

struct LeftOut {
  std::filesystem::path path;
  LeftOutReason reason = LeftOutReason::dataset;
};

struct Collection {
  /// In the order of the places, below each in the order of names; each once, also where it lies in two
  /// places.
  std::vector<FoundModel> models;
  std::vector<LeftOut> left_out;
  /// Where models may lie that are not in the list: file.not_found, file.unreadable, model.path (neither
  /// folder nor file), folder.unreadable, folder.link (links are not followed, but for the place itself),
  /// scan.nothing (a place without models),
  /// scan.too_many (models, folders, or levels of them), scan.store (what is no list stands where lists do),
  /// task.cancelled. Subject: the path.
  std::vector<base::Finding> findings;
};

/// Looks for models. Reads names alone, and the little that says which snapshot of a store is meant.
[[nodiscard]] Collection find_models(const std::vector<std::filesystem::path>& places,
                                     const base::Task& task);

}  // namespace weighmaster::model
