#pragma once

#include <string>

#include "console.h"
#include "digest.h"
#include "manifest/manifest.h"
#include "model/tree.h"
#include "options.h"

/// What `digest` is asked to do, whole or in parts, in the core's terms.
namespace weighmaster::terminal {

[[nodiscard]] manifest::Serialization how_to_hash(const DigestOptions& options);
[[nodiscard]] model::ListOptions what_to_list(const DigestOptions& options);

/// "weighmaster-cli 1.0", for the lists that it makes.
[[nodiscard]] std::string tool_name();

/// A signature in the folder is hashed like any file; the digest that it states was made without it.
void note_signatures(const model::Tree& tree, const std::string& what_became_of_it,
                     const CommonOptions& common, const Console& console);

}  // namespace weighmaster::terminal
