#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "base/result.h"
#include "console.h"
#include "trust/publishers.h"

namespace weighmaster::terminal {

/// The file that the option names, else the person's own. Error: file.not_found where the environment names
/// no place for that.
[[nodiscard]] base::Result<std::filesystem::path> book_file(const std::optional<std::string>& file,
                                                            const Console& console);

/// The book to look things up in: an empty one where the person has none, but a file that was named has to be
/// there. Errors: file.*, Publishers::parse's.
[[nodiscard]] base::Result<trust::Publishers> read_book(const std::optional<std::string>& file,
                                                        const Console& console);

}  // namespace weighmaster::terminal
