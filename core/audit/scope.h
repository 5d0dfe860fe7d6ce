#pragma once

#include <optional>

#include "base/json.h"
#include "base/result.h"
#include "verdict/scan_scope.h"

/// What a report of many models says it passed over: `scan` in report.json (docs/audit.md).
namespace weighmaster::audit {

[[nodiscard]] base::Json to_json(const verdict::ScanScope& scope);

/// Nothing where the report is of no scan. Errors: json.*, audit.malformed (names that this program does not
/// know).
[[nodiscard]] base::Result<std::optional<verdict::ScanScope>> scope_from_json(const base::JsonObject& report);

}  // namespace weighmaster::audit
