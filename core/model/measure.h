#pragma once

#include <functional>
#include <optional>

#include "base/result.h"
#include "base/task.h"
#include "crypto/digest.h"
#include "manifest/digest_list.h"
#include "manifest/manifest.h"
#include "model/asked.h"
#include "model/hashing.h"
#include "model/tree.h"

/// From a model on the disk to the manifest that a signature is made over. The whole model or nothing: a
/// digest over a part of it would be taken for that of the whole.
namespace weighmaster::model {

/// Lists a model of which nothing was overlooked; of a hub's store the snapshot that is meant (model/hub.h).
/// Errors: those of list_model, the first finding that weighs (folder.*), model.empty, model.hub_store.
[[nodiscard]] base::Result<Tree> list_whole_model(const std::filesystem::path& path,
                                                  const ListOptions& options, const base::Task& task);

/// Digests that are known without reading. Both may be empty; both are called from one thread at a time.
struct KnownDigests {
  /// The digest of a piece by this algorithm, or nothing. Asked once a piece, before anything is hashed.
  std::function<std::optional<crypto::Digest>(const Tree&, const Piece&, crypto::DigestAlgorithm)> find = {};
  /// Told of each piece that was read.
  std::function<void(const Tree&, const Piece&, const crypto::Digest&)> found = {};
};

/// The digests of those files of the tree that are asked about, with the listing of all of them. The tree's
/// exclusions become `ignore_paths`; the rest of the serialization is as given. Errors: those of hashing and
/// all_pieces; content.asked_unknown for a path that names no file; folder.changing, where the model is not
/// as it was listed when all is read; task.cancelled.
[[nodiscard]] base::Result<manifest::DigestList> measure_digests(const Tree& tree,
                                                                 manifest::Serialization how,
                                                                 const Asked& asked, const base::Task& task,
                                                                 const KnownDigests& known = {});

/// The manifest of all files of the tree. Errors: as above, and those of manifest::manifest_of.
[[nodiscard]] base::Result<manifest::Manifest> measure(const Tree& tree, manifest::Serialization how,
                                                       const base::Task& task,
                                                       const KnownDigests& known = {});

}  // namespace weighmaster::model
