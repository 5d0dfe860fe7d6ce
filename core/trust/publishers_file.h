#pragma once

#include <filesystem>
#include <functional>
#include <optional>

#include "base/result.h"
#include "trust/publishers.h"

/// The file in which a person's programs keep the address book.
namespace weighmaster::trust {

/// The book in the file; an empty one where there is no file. Errors: file.*, Publishers::parse's.
[[nodiscard]] base::Result<Publishers> load_publishers(const std::filesystem::path& file);

/// Writes the book in one step, for its owner's eyes alone; makes the folder. Error: file.not_written.
[[nodiscard]] base::Result<void> save_publishers(const std::filesystem::path& file, const Publishers& book);

/// Reads the book, changes it and writes it, so that what another program has added meanwhile stays. Errors:
/// those of the three.
[[nodiscard]] base::Result<Publishers> change_publishers(
    const std::filesystem::path& file,
    const std::function<base::Result<Publishers>(const Publishers&)>& change);

/// Where a person's programs keep settings: `weighmaster/publishers.json` in XDG_CONFIG_HOME, or ~/.config;
/// on macOS ~/Library/Application Support, on Windows %APPDATA%. Nothing where the environment names no such
/// place.
[[nodiscard]] std::optional<std::filesystem::path> default_publishers_file();

}  // namespace weighmaster::trust
