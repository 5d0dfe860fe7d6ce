#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/task.h"
#include "base/time.h"
#include "manifest/digest_list.h"
#include "model/digest_cache.h"
#include "trust/look_alike.h"
#include "trust/policy.h"
#include "trust/roots.h"
#include "verdict/report.h"

namespace weighmaster::verdict {

/// All that a verification needs; nothing else is read: no clock, no settings, no network.
struct VerifyRequest {
  /// A folder or a file; of a hub's store or its `snapshots` the snapshot that is meant (model/hub.h).
  std::filesystem::path model;
  /// In place of a file its SHA-256; `model` is then what it is called.
  std::optional<crypto::Digest> digest = {};
  /// Looked for in the usual places where none is given.
  std::optional<std::filesystem::path> signature;
  /// What it holds, where that is at hand already: then `signature` is only what it is called.
  std::shared_ptr<const Bytes> signature_content = {};
  /// The method that was asked for; a signature of another one is not checked (signature.method_differs).
  std::optional<signature::Method> method;
  trust::Policy policy;
  /// What the model is called, as its hub's path or the person says, never its signature; empty: nobody said.
  std::string model_name = {};
  /// Names that the person knows, to find look-alikes of in a signer who is not expected; null: none.
  std::shared_ptr<const trust::KnownNames> known_names = {};
  /// For keyless signatures, and for the log entries of others; null: none is known.
  std::shared_ptr<const trust::TrustedRoot> trusted_root;
  std::string trusted_root_source;
  /// For the report: which version it is, and since when it is here, where that is known.
  std::optional<std::int64_t> trusted_root_version = {};
  std::optional<base::TimePoint> trusted_root_updated_at = {};
  /// Besides those that the signature records.
  std::vector<std::string> ignore_paths;
  bool ignore_git_paths = true;
  /// Paths in the model, each with its subtree: only these files are checked. Empty: all.
  std::vector<std::string> only;
  /// Digests of earlier days that may stand in for reading (content.from_cache, never trusted); null: none.
  std::shared_ptr<const model::DigestCache> digest_cache;
  /// Digests of the whole model that were made elsewhere, for the same use (docs/decisions/0024); null: none.
  std::shared_ptr<const manifest::DigestList> digests = {};
  base::TimePoint now{};
};

/// Told on the way, one call at a time. Each may be empty.
struct Watch {
  /// Once all but the files is decided: rows are listed and waiting. Not called where there is nothing to
  /// hash.
  std::function<void(const Report&)> prepared;
  /// A row was finished; its place in Report::files.
  std::function<void(std::size_t row, const FileRow&)> row;
  /// A piece was read and hashed.
  std::function<void(const model::Tree&, const model::Piece&, const crypto::Digest&)> hashed;
};

/// Verifies a model (OMS section 8), or a file that was signed itself or that a signed statement is about:
/// what the signature is over decides which (docs/decisions/0017-what-was-signed-decides.md). Always a
/// report: cancelling and unreadable files leave `not_checked` behind.
[[nodiscard]] Report verify_model(const VerifyRequest& request, const base::Task& task,
                                  const Watch& watch = {});

/// Every check but those of the files, of a signature whose model is not at hand: the request holds the
/// signature's content. Nothing is read.
[[nodiscard]] Report verify_signature(const VerifyRequest& request, bool of_a_folder);

/// What the request's signature was made over, if it is true and by whom the request expects. Nothing of the
/// model is read. Error: the worst of what keeps it from that.
[[nodiscard]] base::Result<manifest::Manifest> signed_manifest(const VerifyRequest& request);

/// Reads a signature file and tells what it claims, without judging and without a model.
[[nodiscard]] Report inspect_signature(const std::filesystem::path& signature, base::TimePoint now);

}  // namespace weighmaster::verdict
