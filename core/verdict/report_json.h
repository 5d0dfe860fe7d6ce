#pragma once

#include "base/json.h"
#include "verdict/report.h"

namespace weighmaster::verdict {

/// Raised whenever a member changes its meaning or goes; new members alone do not raise it.
inline constexpr int report_schema_version = 1;

/// The report as one JSON object (docs/report.md): verdict, exit code, steps, findings, files, signer, log,
/// trust.
[[nodiscard]] base::Json to_json(const Report& report);

/// A list of {"code", "subject", "detail"} (docs/report.md).
[[nodiscard]] base::Json to_json(const std::vector<base::Finding>& findings);

/// "pickle", "script", "remote_code", "lambda_layer", "shared_library"; empty for none.
[[nodiscard]] std::string_view name(model::CodeRisk risk);

}  // namespace weighmaster::verdict
