#pragma once

#include <functional>
#include <optional>

#include "base/result.h"
#include "base/task.h"
#include "crypto/digest.h"
#include "manifest/digest_list.h"
#include "manifest/manifest.h"
#include "manifest/plan.h"
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

/// How many parts the hashing of this tree is shared out to, and how it is done. Errors: those of
/// Plan::create.
[[nodiscard]] base::Result<manifest::Plan> plan_for(const Tree& tree, manifest::Serialization how,
                                                    std::uint64_t parts);

/// Lists the model again as the plan has it. Errors: those of list_whole_model; plan.differs, where a file
/// appeared, vanished or has another size.
[[nodiscard]] base::Result<Tree> list_planned_model(const std::filesystem::path& path,
                                                    const manifest::Plan& plan, const base::Task& task);

/// The digests of one part of a plan; nothing else is read. `tree` is of list_planned_model. Errors:
/// plan.part for a number that the plan does not have; those of measure_digests.
[[nodiscard]] base::Result<manifest::DigestList> measure_part(const Tree& tree, const manifest::Plan& plan,
                                                              std::uint64_t number, const base::Task& task);

/// Whether all files of this part were last touched before the file `result` was written, by the clock of
/// the file system that holds them: then it may hold their digests still.
[[nodiscard]] bool untouched_since(const Tree& tree, const manifest::Plan& plan, std::uint64_t number,
                                   const std::filesystem::path& result);

/// The manifest of all files of the tree. Errors: as above, and those of manifest::manifest_of.
[[nodiscard]] base::Result<manifest::Manifest> measure(const Tree& tree, manifest::Serialization how,
                                                       const base::Task& task,
                                                       const KnownDigests& known = {});

}  // namespace weighmaster::model
