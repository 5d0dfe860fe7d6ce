#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/task.h"
#include "base/time.h"
#include "manifest/manifest.h"
#include "model/measure.h"
#include "model/tree.h"
#include "signing/signer.h"
#include "signing/witness.h"

namespace weighmaster::signing {

using Witnesses = std::vector<std::shared_ptr<Witness>>;

/// What is to be signed, and how.
struct SignRequest {
  std::filesystem::path model;
  /// Where the signature will be: left out of the model, should it lie there.
  std::filesystem::path signature;
  /// Method, hash, shard size, and whether links may be followed; its `ignore_paths` are filled in.
  manifest::Serialization serialization;
  std::vector<std::string> ignore_paths;
  bool ignore_git_paths = true;
  /// Digests that need not be made anew.
  model::KnownDigests known;
  /// Told once all is hashed, before anybody is asked to sign.
  std::function<void(const manifest::Manifest&)> measured;
  Witnesses witnesses;
  base::TimePoint now{};
};

/// A signature that was made and checked; nothing of it is written yet.
struct NewSignature {
  /// The content of the signature file.
  Bytes file;
  manifest::Manifest manifest;
  Material material;
};

struct SignedModel {
  /// What was covered and what was left out.
  model::Tree tree;
  NewSignature signature;
};

/// Lists the model, hashes it, signs (OMS sections 5 to 7), and verifies what it has made before it returns
/// it. Other signature files in the model's folder are left out with the one that is to be written, as they
/// are when it is verified. Errors: those of model::list_whole_model and model::measure, of the signer and
/// the witnesses; signing.self_check; task.out_of_memory.
[[nodiscard]] base::Result<SignedModel> sign_model(const SignRequest& request, Signer& signer,
                                                   const base::Task& task);

/// The second half of it, for a manifest that came about elsewhere. `name` is what the statement calls the
/// model.
[[nodiscard]] base::Result<NewSignature> sign_manifest(const std::string& name, manifest::Manifest manifest,
                                                       Signer& signer, const Witnesses& witnesses,
                                                       base::TimePoint now, const base::Task& task);

/// What a statement calls the model at this path: its base name, fit to be shown; never empty.
[[nodiscard]] std::string subject_name(const std::filesystem::path& model);

}  // namespace weighmaster::signing
