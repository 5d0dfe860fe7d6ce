#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "update/store.h"

/// The Sigstore instances that the programs know by themselves.
namespace weighmaster::resources {

[[nodiscard]] update::Instance public_instance();
[[nodiscard]] update::Instance staging_instance();

/// What is in use under this name (Store::in_use): freshly verified, from the store or as shipped. Without a
/// store, as shipped. Errors: Store's.
[[nodiscard]] base::Result<update::TrustInUse> trust_named(const std::optional<update::Store>& store,
                                                           std::string_view name);

/// Where it came from, in one line, without its age. Part of it may come from outside.
[[nodiscard]] std::string source_text(const update::TrustInUse& trust);

}  // namespace weighmaster::resources
