#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/json_list.h"
#include "manifest/manifest.h"

namespace weighmaster::manifest {

inline constexpr std::string_view predicate_type_v1 = "https://model_signing/signature/v1.0";

/// The member `serialization` of a predicate, or of another object that is written like one. Errors:
/// manifest.serialization, manifest.algorithm, json.*.
[[nodiscard]] base::Result<Serialization> serialization_from(const base::JsonObject& parent);

/// Reads one resource after the other by what the serialization says of all.
class ResourceReader {
 public:
  explicit ResourceReader(const Serialization& serialization);

  /// Errors: manifest.algorithm, manifest.digest, manifest.shards.
  [[nodiscard]] base::Result<Resource> read(std::string_view name, std::string_view hex,
                                            std::string_view algorithm) const;

 private:
  crypto::DigestAlgorithm hash_;
  bool sharded_;
  std::string algorithm_;
  std::string sharded_algorithm_;
};

/// The resources of a predicate, taken one after the other as they are read, for there may be millions.
class ListedResources {
 public:
  /// First the predicate without them: it says how they were hashed.
  void begin(const base::Json& predicate);
  void add(const base::JsonElement& element);

 private:
  friend base::Result<Manifest> manifest_from_predicate(const base::Json& predicate, ListedResources listed);

  [[nodiscard]] base::Result<Resource> read(const base::JsonElement& element) const;

  std::size_t count_ = 0;
  std::optional<ResourceReader> reader_;  // none where the predicate does not say how
  std::vector<Resource> all_;             // up to the first fault
  std::optional<base::Error> fault_;
};

/// The OMS predicate v1.0 (section 5.2), but for its resources, which were taken out of it. Unknown members
/// are ignored. Errors as Manifest::create, and json.*, manifest.digest.
[[nodiscard]] base::Result<Manifest> manifest_from_predicate(const base::Json& predicate,
                                                             ListedResources listed);

/// A predicate written: nothing but what the specification names, numbers as integers, resources and ignored
/// paths in their order. What is read leniently is written strictly. Error: manifest.name for an ignored path
/// that is not a normal name.
[[nodiscard]] base::Result<base::Json> predicate_of(const Manifest& manifest);

}  // namespace weighmaster::manifest
