#pragma once

#include <filesystem>
#include <vector>

#include "base/result.h"
#include "trust/policy.h"
#include "trust/policy_file.h"
#include "verify.h"

namespace weighmaster::terminal {

/// Whom the options of `verify` expect (nobody, where there is neither method nor policy file), and what they
/// let pass. Errors: those of the files that are read,
/// policy.*. A policy file, or a file that it names, that lies in the model is refused with policy.malformed:
/// who made the model could have written it.
[[nodiscard]] base::Result<trust::Policy> policy_of(const VerifyOptions& options);

/// A policy file that lies in none of these models. Errors: as above.
[[nodiscard]] base::Result<trust::PolicyFile> read_policy_file(
    const std::filesystem::path& path, const std::vector<std::filesystem::path>& models);

}  // namespace weighmaster::terminal
