#pragma once

#include <filesystem>
#include <vector>

#include "base/result.h"
#include "trust/policy.h"
#include "trust/policy_file.h"
#include "trust/publishers.h"
#include "verify.h"

namespace weighmaster::terminal {

/// Whom the options of `verify` expect, or the address book where they name nobody (nobody, where that says
/// nothing either), and what they let pass. Errors: those of the files that are read,
/// policy.*. A policy file, or a file that it names, that lies in the model is refused with policy.malformed:
/// who made the model could have written it.
[[nodiscard]] base::Result<trust::Policy> policy_of(const VerifyOptions& options,
                                                    const trust::Publishers& book);

/// What the model is called: as the option says, else as the path of a hub's cache; empty where neither does.
[[nodiscard]] std::string model_name_of(const VerifyOptions& options);

/// The address book that `verify` asks; an empty one where it is told not to. Errors: read_book's;
/// publishers.malformed also where it lies in the model.
[[nodiscard]] base::Result<trust::Publishers> book_of(const VerifyOptions& options, const Console& console);

/// A policy file that lies in none of these models. Errors: as above.
[[nodiscard]] base::Result<trust::PolicyFile> read_policy_file(
    const std::filesystem::path& path, const std::vector<std::filesystem::path>& models);

}  // namespace weighmaster::terminal
