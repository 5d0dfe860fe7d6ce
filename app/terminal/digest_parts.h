#pragma once

#include "console.h"
#include "digest.h"
#include "options.h"

/// `digest` on several machines (docs/digests.md, docs/cluster.md).
namespace weighmaster::terminal {

/// Writes the plan that shares the work out; nothing is hashed.
[[nodiscard]] int make_plan(const DigestOptions& options, const CommonOptions& common,
                            const Console& console);

/// Hashes one part of a plan and writes its list, in one step, or leaves what is there.
[[nodiscard]] int digest_part(const DigestOptions& options, const CommonOptions& common,
                              const Console& console);

}  // namespace weighmaster::terminal
