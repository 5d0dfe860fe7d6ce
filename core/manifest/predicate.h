#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "manifest/manifest.h"

namespace weighmaster::manifest {

inline constexpr std::string_view predicate_type_v1 = "https://model_signing/signature/v1.0";

/// The member `serialization` of a predicate, or of another object that is written like one. Errors:
/// manifest.serialization, manifest.algorithm, json.*.
[[nodiscard]] base::Result<Serialization> serialization_from(const base::JsonObject& parent);

/// The elements of a predicate's `resources`, before it is known how they were hashed: taken one after the
/// other as they are read, for there may be millions.
class ListedResources {
 public:
  void add(const base::Json& element);

 private:
  friend base::Result<Manifest> manifest_from_predicate(const base::Json& predicate,
                                                        const ListedResources& listed);
  struct Texts {
    std::string name;
    std::string digest;
    std::string algorithm;
  };

  std::size_t count_ = 0;
  std::vector<Texts> all_;  // up to the first fault
  std::optional<base::Error> fault_;
};

/// The OMS predicate v1.0 (section 5.2), but for its resources, which were taken out of it. Unknown members
/// are ignored. Errors as Manifest::create, and json.*, manifest.digest.
[[nodiscard]] base::Result<Manifest> manifest_from_predicate(const base::Json& predicate,
                                                             const ListedResources& listed);

/// A predicate written: nothing but what the specification names, numbers as integers, resources and ignored
/// paths in their order. What is read leniently is written strictly. Error: manifest.name for an ignored path
/// that is not a normal name.
[[nodiscard]] base::Result<base::Json> predicate_of(const Manifest& manifest);

}  // namespace weighmaster::manifest
