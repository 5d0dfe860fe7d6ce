#pragma once

#include "base/json.h"
#include "verdict/report.h"

namespace weighmaster::verdict {

/// What a report in JSON (docs/report.md) says that only the disk could tell which it is about: the paths,
/// the times, the rows of files, what came of them, and what the trusted root is called. All else of it
/// follows from the evidence, and is not read: then nobody can be told by a report what its signature does
/// not say. Errors: json.*, time.malformed, manifest.digest, audit.malformed (names that this program does
/// not know).
[[nodiscard]] base::Result<Report> disk_facts_from_json(const base::Json& json);

/// "trusted", …; nothing where it is none of these.
[[nodiscard]] std::optional<Verdict> verdict_named(std::string_view name);

}  // namespace weighmaster::verdict
