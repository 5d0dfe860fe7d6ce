#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "manifest/digest_list.h"

namespace weighmaster::terminal {

/// Lists of digests (docs/digests.md). Errors: file.*, those of manifest::parse_digest_list.
[[nodiscard]] base::Result<std::vector<manifest::DigestList>> read_digest_files(
    const std::vector<std::string>& paths);

}  // namespace weighmaster::terminal
