#pragma once

#include <functional>

#include "base/task.h"
#include "manifest/manifest.h"
#include "model/tree.h"
#include "verdict/report.h"
#include "verdict/verify.h"

namespace weighmaster::verdict {

/// Lists the rows of a model: what is here and what was signed, all waiting. Fills Report::files, and the
/// findings of the tree into the steps `files` and `nothing_else`.
void list_files(const model::Tree& tree, const manifest::Manifest& expected, Report& report);

/// Hashes what is here and compares it with what was signed (OMS section 8.4). Fills rows and both steps.
void check_files(const model::Tree& tree, const manifest::Manifest& expected, const base::Task& task,
                 const Watch& watch, Report& report);

}  // namespace weighmaster::verdict
