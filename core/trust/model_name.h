#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace weighmaster::trust {

/// Whether the text names a model as the hubs do: "organisation/model" or "model", each part of ASCII
/// letters, digits,
/// `.`, `_` and `-`, not beginning or ending in `.` or `-`, at most 96 characters, without `--` and `..`.
[[nodiscard]] bool is_model_name(std::string_view text);

/// The name under which a hub's cache keeps a model: `…/models--organisation--model/…`, links resolved.
/// Nothing where the path is none of a cache. What the signature says is never asked.
[[nodiscard]] std::optional<std::string> model_name_from_path(const std::filesystem::path& model);

/// The same of a revision, `…/models--organisation--model/snapshots/REVISION`, by these names alone: for
/// telling what lies there, without looking at the disk. Nothing of any other path.
[[nodiscard]] std::optional<std::string> model_name_of_snapshot(const std::filesystem::path& snapshot);

}  // namespace weighmaster::trust
