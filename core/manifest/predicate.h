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

/// The same written: nothing but what the specification names, numbers as integers, resources and ignored
/// paths in their order. What is read leniently is written strictly. Error: manifest.name for an ignored path
/// that is not a normal name.
[[nodiscard]] base::Result<base::Json> predicate_of(const Manifest& manifest);

}  // namespace weighmaster::manifest
