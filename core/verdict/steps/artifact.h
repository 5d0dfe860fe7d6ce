#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/task.h"
#include "model/tree.h"
#include "verdict/report.h"
#include "verdict/verify.h"

namespace weighmaster::verdict {

/// The single file that a signature may be about: on the disk, or known only by its SHA-256. Its row is
/// filled as it becomes known.
class Artifact {
 public:
  /// The request's file, listed and not read yet. Task and watch outlive it. Errors: those of
  /// model::list_model; artifact.needed where it is a folder.
  [[nodiscard]] static base::Result<Artifact> find(const VerifyRequest& request, const base::Task& task,
                                                   const Watch& watch);

  /// Read for the first question by each algorithm. Errors: those of model::hash_pieces and its pieces;
  /// artifact.needed where only the digest by another algorithm is known.
  [[nodiscard]] base::Result<crypto::Digest> digest(crypto::DigestAlgorithm algorithm);
  /// All of it, for signatures that are over no digest; digest() is then by the same reading. Errors:
  /// artifact.needed where only a digest is known; those of model::Reader::read.
  [[nodiscard]] base::Result<Bytes> content();

  [[nodiscard]] const FileRow& row() const { return row_; }
  [[nodiscard]] std::uint64_t bytes_read() const { return bytes_read_; }

  /// Says what came of it. `signed_` is shown beside what was found.
  void settle(FileState state, std::optional<crypto::Digest> signed_, std::optional<crypto::Digest> found);
  /// What changed while it was read.
  [[nodiscard]] std::vector<base::Finding> changes() const;

 private:
  Artifact(const base::Task& task, const Watch& watch) : task_(task), watch_(watch) {}
  [[nodiscard]] base::Result<crypto::Digest> hash(crypto::DigestAlgorithm algorithm);

  const base::Task& task_;
  const Watch& watch_;
  /// None where only a digest is known.
  std::optional<model::Tree> tree_;
  FileRow row_;
  std::vector<crypto::Digest> known_;
  std::uint64_t bytes_read_ = 0;
};

}  // namespace weighmaster::verdict
