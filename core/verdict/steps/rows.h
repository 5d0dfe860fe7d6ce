#pragma once

#include "manifest/manifest.h"
#include "model/asked.h"
#include "model/tree.h"
#include "verdict/report.h"

namespace weighmaster::verdict {

/// Fills Report::files, in code point order: what is here and what was signed. Waiting are the rows that are
/// to be hashed; those that need not be are settled.
void list_files(const model::Tree& tree, const manifest::Manifest& expected, const model::Asked& asked,
                Report& report);

/// Whether a finding of the row keeps it from being compared, or weighs otherwise.
[[nodiscard]] bool has_fault(const FileRow& row);

}  // namespace weighmaster::verdict
