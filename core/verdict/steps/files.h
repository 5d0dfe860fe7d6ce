#pragma once

#include "base/task.h"
#include "manifest/digest_list.h"
#include "manifest/manifest.h"
#include "model/asked.h"
#include "model/tree.h"
#include "verdict/report.h"
#include "verdict/verify.h"

namespace weighmaster::verdict {

/// What is compared with what, and who looks on. All of it outlives the check.
struct Comparing {
  const model::Tree& tree;
  const manifest::Manifest& expected;
  const model::Asked& asked;
  const base::Task& task;
  const Watch& watch;
  /// Digests that may stand in for reading; null: none.
  const model::DigestCache* digest_cache = nullptr;
  const manifest::DigestList* digests = nullptr;
  base::TimePoint now{};
};

/// Hashes what is here and was asked about, and compares it with what was signed (OMS section 8.4). Settles
/// the rows of list_files, and fills the steps `files` and `nothing_else`.
void check_files(const Comparing& what, Report& report);

}  // namespace weighmaster::verdict
