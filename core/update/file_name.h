#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

/// Names from metadata, made fit for addresses and folders.
namespace weighmaster::update {

/// RFC 3986 section 2.1: all but letters, digits and `-._~` as %XX. One part of a path, whatever was in it.
[[nodiscard]] std::string percent_encoded(std::string_view name);

/// A role as the stem of a file name, for addresses and for the disk. Error: update.malformed where it would
/// be too long for one.
[[nodiscard]] base::Result<std::string> file_stem(std::string_view role);

/// A target's name as a path below an address, each part quoted. Error: update.malformed for what could leave
/// the folder: empty parts, `.`, `..`, backslashes, control characters.
[[nodiscard]] base::Result<std::string> path_below(std::string_view target);

}  // namespace weighmaster::update
