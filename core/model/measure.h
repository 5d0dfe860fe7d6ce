#pragma once

#include <functional>
#include <optional>

#include "base/result.h"
#include "base/task.h"
#include "crypto/digest.h"
#include "manifest/manifest.h"
#include "model/hashing.h"
#include "model/tree.h"

/// From a model on the disk to the manifest that a signature is made over. The whole model or nothing: a
/// digest over a part of it would be taken for that of the whole.
namespace weighmaster::model {

/// Lists a model of which nothing was overlooked. Errors: those of list_model, the first finding that weighs
/// (folder.*), model.empty.
[[nodiscard]] base::Result<Tree> list_whole_model(const std::filesystem::path& path,
                                                  const ListOptions& options, const base::Task& task);

/// The digest of a piece that is known without reading it, or nothing. Asked once a piece, from the caller's
/// thread, before anything is hashed.
using KnownDigest = std::function<std::optional<crypto::Digest>(const Tree&, const Piece&)>;

/// The manifest of all files of the tree, its resources in code point order (OMS section 5.2.1). The tree's
/// exclusions become `ignore_paths`; the rest of the serialization is as given. Errors: those of hashing,
/// all_pieces and Manifest::create; folder.changing, where the model is not as it was listed when all is
/// read; task.cancelled.
[[nodiscard]] base::Result<manifest::Manifest> measure(const Tree& tree, manifest::Serialization how,
                                                       const base::Task& task, const KnownDigest& known = {});

}  // namespace weighmaster::model
