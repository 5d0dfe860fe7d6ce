#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "manifest/manifest.h"

namespace weighmaster::terminal {

/// The manifest that lists of digests make up together (docs/digests.md). Errors: file.*, those of
/// manifest::parse_digest_list and manifest::manifest_of.
[[nodiscard]] base::Result<manifest::Manifest> read_digest_files(const std::vector<std::string>& paths);

}  // namespace weighmaster::terminal
