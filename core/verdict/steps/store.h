#pragma once

#include <filesystem>

#include "base/task.h"
#include "verdict/report.h"
#include "verdict/verify.h"

namespace weighmaster::verdict {

struct StoreWork {
  const base::Task& task;
  const Watch& watch;
};

/// Hashes the files that a store's list names (model/ollama.h), and adds a row for each: `matches` where the
/// list itself is as signed, else `unsigned`, for then a digest is no more than a file's name. What is not
/// its digest, or can't be read, is a finding of the step `files` (scan.store), signed or not: no verdict
/// gets better by this.
void check_store(const std::filesystem::path& store, const std::filesystem::path& list, const StoreWork& work,
                 Report& report);

}  // namespace weighmaster::verdict
