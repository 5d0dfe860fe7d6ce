#pragma once

#include "audit/enclosed.h"
#include "audit/request_json.h"
#include "verdict/report.h"

namespace weighmaster::audit {

/// What a report says of one model, worked out again from its own evidence, under its own root and its own
/// expectation: what it would have to say if it were honest.
struct Stated {
  StatedRequest request;
  verdict::Report report;
  /// Its verdict as it stands there; nothing where it is no word for one.
  std::optional<verdict::Verdict> verdict;
  /// audit.statement_differs: each member that says something else than the evidence.
  std::vector<base::Finding> differences;
};

/// Errors: those of request_from_json and verdict::disk_facts_from_json.
[[nodiscard]] base::Result<Stated> stated_model(const base::Json& model, const Enclosed& enclosed);

/// All of a signature that can be told without the model's files: a file's own is held against the digest
/// that the report found.
[[nodiscard]] verdict::Report without_model(const verdict::VerifyRequest& request, const Stated& stated);

}  // namespace weighmaster::audit
