#pragma once

#include "base/json.h"
#include "manifest/manifest.h"

namespace weighmaster::manifest {

inline constexpr std::string_view predicate_type_v1 = "https://model_signing/signature/v1.0";

/// The member `serialization` of a predicate, or of another object that is written like one. Errors:
/// manifest.serialization, manifest.algorithm, json.*.
[[nodiscard]] base::Result<Serialization> serialization_from(const base::JsonObject& parent);

/// The OMS predicate v1.0 (section 5.2). Unknown members are ignored. Errors as Manifest::create, and json.*,
/// manifest.digest.
[[nodiscard]] base::Result<Manifest> manifest_from_predicate(const base::Json& predicate);

}  // namespace weighmaster::manifest
