#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

/// The cache of a hub, as huggingface_hub makes it: `HUB/models--ORG--NAME` is a store, which keeps a model's
/// files once, under their hashes (`blobs/HASH`), and each revision as links to them
/// (`snapshots/REVISION/FILE`). `refs/main` holds the name of the newest revision.
namespace weighmaster::model {

/// Whether `link` and `target`, both absolute, are a file of a snapshot and a blob of the same store.
[[nodiscard]] bool is_hub_pair(const std::filesystem::path& link, const std::filesystem::path& target);

/// Whether the path is a link from a snapshot to a blob of the same store that is there: a regular file, in
/// all but how it is kept.
[[nodiscard]] bool is_hub_link(const std::filesystem::path& path);

/// What a person means who names this path: the path itself; of a store or its `snapshots` the snapshot that
/// `refs/main` names, or the only one. Error: model.hub_store where there is neither.
[[nodiscard]] base::Result<std::filesystem::path> model_folder(const std::filesystem::path& path);

/// What a folder of a hub's cache keeps, by its name and its `snapshots`.
enum class StoreKind : std::uint8_t { model, dataset, space };
/// Nothing where the folder is no store.
[[nodiscard]] std::optional<StoreKind> store_kind(const std::filesystem::path& folder);

/// How a store's model is called on the hub, by the store's name alone: "ORG/NAME". From outside.
[[nodiscard]] std::string hub_name(const std::filesystem::path& store);

/// The revisions of a store that a person may mean: the one that `refs/main` names, else all, by name.
[[nodiscard]] std::vector<std::string> revisions_in_use(const std::filesystem::path& store);

/// Whether stores lie directly in this folder: it is a hub's cache, not a model.
[[nodiscard]] bool holds_hub_stores(const std::filesystem::path& folder);

}  // namespace weighmaster::model
