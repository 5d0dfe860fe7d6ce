#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "manifest/manifest.h"

/// Digests of a model's files, apart from the files: made where the files are, signed where the key is, and
/// in parts where one machine is not enough (docs/digests.md).
namespace weighmaster::manifest {

struct RangeDigest {
  ByteRange range;
  crypto::Digest digest;

  friend bool operator==(const RangeDigest&, const RangeDigest&) = default;
};

/// What is known of one file: the digest of all its bytes, or those of its shards, or of some of them.
struct FileDigests {
  std::string name;  // normal, as in a manifest
  std::uint64_t size = 0;
  /// As the serialization cuts the file, in order, none twice. Of an empty file in shards none.
  std::vector<RangeDigest> pieces;

  friend bool operator==(const FileDigests&, const FileDigests&) = default;
};

/// All files of the model, whether or not this list holds their digests: by it parts know that they belong
/// together, and that none is missing.
struct Listing {
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
  /// SHA-256 over each file's name, NUL, size in decimal and a new line, in code point order of the names.
  crypto::Digest digest;

  friend bool operator==(const Listing&, const Listing&) = default;
};

/// Which part of which plan a list holds (manifest/plan.h).
struct PartOfPlan {
  crypto::Digest plan;  // Plan::digest()
  std::uint64_t number = 1;
  std::uint64_t parts = 1;

  friend bool operator==(const PartOfPlan&, const PartOfPlan&) = default;
};

struct NamedSize {
  std::string_view name;
  std::uint64_t size = 0;
};
/// The files come in code point order of their names.
class ListingMaker {
 public:
  void add(const NamedSize& file);
  [[nodiscard]] Listing finish();

 private:
  crypto::Hasher hasher_{crypto::DigestAlgorithm::sha256};
  std::uint64_t files_ = 0;
  std::uint64_t bytes_ = 0;
};

struct DigestList {
  Serialization serialization;
  /// Absent where another program made the list and did not say.
  std::optional<Listing> listing;
  /// In code point order of their names, none twice.
  std::vector<FileDigests> files;
  /// Which program made it; for people.
  std::string tool = {};
  /// Only of a list that was made by a plan.
  std::optional<PartOfPlan> part = {};
  /// The file that it was read from; for errors.
  std::string source = {};

  friend bool operator==(const DigestList&, const DigestList&) = default;
};

/// Reads a digest file, strictly: version 1, pieces exactly as the serialization cuts each file, sizes of at
/// most 2^63 - 1 bytes. Unknown members are ignored. `what` names the file in errors. Errors:
/// digests.malformed, json.*, manifest.name, manifest.digest, manifest.algorithm, manifest.serialization,
/// manifest.too_many.
[[nodiscard]] base::Result<DigestList> parse_digest_list(BytesView text, const std::string& what);

/// The same list written: UTF-8, one file a line, the same bytes for the same list.
[[nodiscard]] std::string digest_list_text(const DigestList& list);

/// All lists as one that is whole, without tool, part and source. Errors: digests.stranger where a list is of
/// another plan or model than those before it; digests.differ where two contradict each other;
/// digests.overlap where a part, or a piece of a file, is in two of them; digests.incomplete where a piece or
/// a file is in none; manifest.empty.
[[nodiscard]] base::Result<DigestList> merge(std::vector<DigestList> lists);

/// The manifest of the model that the lists make up together, resources in code point order of their names
/// (OMS section 5.2.1). Errors: those of merge and of Manifest::create.
[[nodiscard]] base::Result<Manifest> manifest_of(std::vector<DigestList> lists);

}  // namespace weighmaster::manifest
