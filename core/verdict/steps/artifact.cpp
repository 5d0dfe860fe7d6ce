#include "verdict/steps/artifact.h"

#include <algorithm>

#include "base/file.h"
#include "base/limits.h"
#include "model/code_risk.h"
#include "model/hashing.h"
#include "model/reader.h"

namespace weighmaster::verdict {

using base::Code;
using base::fail;
using base::Result;
using crypto::Digest;
using crypto::DigestAlgorithm;

Result<Artifact> Artifact::find(const VerifyRequest& request, const base::Task& task, const Watch& watch) {
  Artifact artifact(task, watch);
  if (request.digest) {
    artifact.row_.name = base::utf8(request.model);
    artifact.known_.push_back(*request.digest);
    return artifact;
  }
  auto tree = model::list_model(request.model, {}, task);
  if (!tree) return fail(std::move(tree.error()));
  if (!tree->is_single_file() || tree->files().size() != 1)
    return fail(Code::artifact_needed, base::utf8(request.model), "it is a folder");
  const auto& file = tree->files().front();
  artifact.row_.name = file.name;
  artifact.row_.size = file.size;
  artifact.row_.findings = tree->findings();
  artifact.tree_ = std::move(*tree);
  return artifact;
}

Result<Digest> Artifact::digest(DigestAlgorithm algorithm) {
  const auto known = std::find_if(known_.begin(), known_.end(),
                                  [&](const Digest& digest) { return digest.algorithm() == algorithm; });
  if (known != known_.end()) return *known;
  if (!tree_) return fail(Code::artifact_needed, row_.name, std::string(crypto::name(algorithm)));
  auto digest = hash(algorithm);
  if (digest) known_.push_back(*digest);
  return digest;
}

Result<Digest> Artifact::hash(DigestAlgorithm algorithm) {
  const std::vector<model::Piece> whole{{0, {0, *row_.size}}};
  Result<Digest> digest = fail(base::cancelled());
  const auto hashed = model::hash_pieces(*tree_, algorithm, whole, task_, [&](model::HashedPiece done) {
    if (done.digest && watch_.hashed) watch_.hashed(*tree_, whole.front(), *done.digest);
    digest = std::move(done.digest);
    row_.risk = done.risk;
  });
  if (!hashed) return fail(hashed.error());
  if (digest) bytes_read_ += *row_.size;
  return digest;
}

Result<Bytes> Artifact::content() {
  if (!tree_) return fail(Code::artifact_needed, row_.name);
  auto bytes = model::Reader(tree_->listing()).read(0, base::limits::undigested_file_bytes, task_);
  if (!bytes) return bytes;
  bytes_read_ += bytes->size();
  row_.risk = model::code_risk(row_.name, *bytes);
  known_.clear();
  for (const auto algorithm : {DigestAlgorithm::sha256, DigestAlgorithm::sha384, DigestAlgorithm::sha512})
    known_.push_back(crypto::digest(algorithm, *bytes));
  if (watch_.hashed) watch_.hashed(*tree_, {0, {0, bytes->size()}}, known_.front());
  return bytes;
}

void Artifact::settle(FileState state, std::optional<Digest> signed_, std::optional<Digest> found) {
  row_.state = state;
  row_.expected = std::move(signed_);
  row_.found = std::move(found);
}

std::vector<base::Finding> Artifact::changes() const {
  return tree_ ? tree_->changes_since(task_) : std::vector<base::Finding>{};
}

}  // namespace weighmaster::verdict
