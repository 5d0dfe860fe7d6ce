#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "manifest/digest_list.h"
#include "manifest/manifest.h"

/// How the hashing of one model is shared out among several machines (docs/digests.md).
namespace weighmaster::manifest {

struct PlannedFile {
  std::string name;  // normal, as in a manifest
  std::uint64_t size = 0;

  friend bool operator==(const PlannedFile&, const PlannedFile&) = default;
};

/// What one part hashes of one file: whole pieces of it, in sequence. Of a file without bytes the range from
/// 0 to 0, which has no piece where files are cut in shards.
struct Share {
  std::size_t file = 0;  // place in Plan::files()
  ByteRange range;

  friend bool operator==(const Share&, const Share&) = default;
};

/// What the model holds, how it is hashed, and in how many parts. Which part hashes what follows from these:
/// parts of equal bytes, as far as pieces allow. Valid by construction.
class Plan {
 public:
  /// The files in code point order of their names, at least one, none twice; sizes that together are below
  /// 2^63 bytes; from 1 to limits::plan_parts parts. Errors: plan.malformed, manifest.serialization,
  /// manifest.empty, manifest.name, manifest.too_many.
  [[nodiscard]] static base::Result<Plan> create(Serialization serialization, std::vector<PlannedFile> files,
                                                 std::uint64_t parts);

  [[nodiscard]] const Serialization& serialization() const { return serialization_; }
  [[nodiscard]] const std::vector<PlannedFile>& files() const { return files_; }
  [[nodiscard]] std::uint64_t parts() const { return parts_; }

  [[nodiscard]] Listing listing() const;
  /// SHA-256 of plan_text: by it the lists of all parts know that they belong together.
  [[nodiscard]] crypto::Digest digest() const;

  /// Error: plan.part for a number that is not from 1 to parts().
  [[nodiscard]] base::Result<void> check_part(std::uint64_t number) const;
  /// What this part hashes, in the order of names and ranges; nothing where there are more parts than pieces.
  /// Each piece of the model is in one part, and each file without pieces too.
  [[nodiscard]] std::vector<Share> shares(std::uint64_t number) const;

  friend bool operator==(const Plan&, const Plan&) = default;

 private:
  Plan(Serialization serialization, std::vector<PlannedFile> files, std::uint64_t parts)
      : serialization_(std::move(serialization)), files_(std::move(files)), parts_(parts) {}

  Serialization serialization_;
  std::vector<PlannedFile> files_;
  std::uint64_t parts_;
};

/// The pieces of what one part hashes of a file.
[[nodiscard]] std::vector<ByteRange> pieces(const Serialization& serialization, const Share& share);

/// Whether the list is the whole result of this part of this plan.
[[nodiscard]] bool is_result_of(const DigestList& list, const Plan& plan, std::uint64_t number);

/// Reads a plan, strictly: version 1. Unknown members are ignored. `what` names the file in errors. Errors:
/// those of Plan::create, json.*, manifest.algorithm.
[[nodiscard]] base::Result<Plan> parse_plan(BytesView text, const std::string& what);

/// The same plan written: UTF-8, one file a line, the same bytes for the same plan.
[[nodiscard]] std::string plan_text(const Plan& plan);

}  // namespace weighmaster::manifest
