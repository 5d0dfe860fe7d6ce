#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "crypto/digest.h"
#include "manifest/name.h"

namespace weighmaster::manifest {

/// How a folder becomes resources (OMS section 6.3): a digest a file, or a digest a fixed-size piece of a
/// file.
enum class Method : std::uint8_t { files, shards };

/// The `serialization` of an OMS predicate (section 5.2.2).
struct Serialization {
  Method method = Method::files;
  crypto::DigestAlgorithm hash = crypto::DigestAlgorithm::sha256;
  /// Bytes; only with `shards`, where it is not zero.
  std::uint64_t shard_size = 0;
  bool allow_symlinks = false;
  /// As recorded, in its order; read leniently.
  std::vector<std::string> ignore_paths;

  friend bool operator==(const Serialization&, const Serialization&) = default;
};

struct Resource {
  /// Relative, "/"-separated, normalised UTF-8 (OMS section 6.1.2); "." for the only file of an old
  /// single-file model.
  std::string path;
  /// Only with `shards`.
  std::optional<ByteRange> range;
  crypto::Digest digest;

  /// As the manifest names it: the path, with ":START:END" behind it for a shard.
  [[nodiscard]] std::string name() const;
  friend bool operator==(const Resource&, const Resource&) = default;
};

/// What was signed, or what was found: an algorithm, and named digests. Valid by construction: at least one
/// resource, normal names, none twice, all digests of the one algorithm, shards in sequence without gap or
/// overlap.
class Manifest {
 public:
  /// Errors: manifest.empty, manifest.name, manifest.name_duplicate, manifest.algorithm, manifest.shards,
  /// manifest.serialization, manifest.too_many.
  [[nodiscard]] static base::Result<Manifest> create(Serialization serialization,
                                                     std::vector<Resource> resources);

  [[nodiscard]] const Serialization& serialization() const { return serialization_; }
  /// In the order in which they were given: the root digest depends on it.
  [[nodiscard]] const std::vector<Resource>& resources() const { return resources_; }
  /// Whether they are in code point order of their names, as section 5.2.1 asks.
  [[nodiscard]] bool in_order() const;
  /// SHA-256 over the raw digests in the order listed, whatever their algorithm (section 6.5.1).
  [[nodiscard]] crypto::Digest root_digest() const;
  /// The model is one file, recorded as "." by the reference and older programs.
  [[nodiscard]] bool names_only_dot() const;

  friend bool operator==(const Manifest&, const Manifest&) = default;

 private:
  Manifest(Serialization serialization, std::vector<Resource> resources)
      : serialization_(std::move(serialization)), resources_(std::move(resources)) {}

  Serialization serialization_;
  std::vector<Resource> resources_;
};

/// How many pieces a file of `size` bytes makes: one, or one for each shard; none for an empty file in
/// shards.
[[nodiscard]] std::uint64_t piece_count(const Serialization& serialization, std::uint64_t size);

/// The pieces of a file of `size` bytes: whole, or cut at multiples of the shard size; none for an empty file
/// in shards. A recorded shard size may be one byte: look at piece_count first.
[[nodiscard]] std::vector<ByteRange> pieces(const Serialization& serialization, std::uint64_t size);

}  // namespace weighmaster::manifest
