#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "options.h"
#include "trust/policy.h"
#include "trust/roots.h"
#include "update/store.h"

/// The files in which a person says whom to trust.
namespace weighmaster::terminal {

/// A public key in PEM. Errors: file.*, key.malformed (says so where the file holds a private key or a
/// certificate), key.unsupported.
[[nodiscard]] base::Result<crypto::PublicKey> read_public_key(const std::filesystem::path& path);

/// All certificates of PEM files; each counts as a root, since the person named it. Errors: file.*,
/// certificate.malformed.
[[nodiscard]] base::Result<trust::ExpectedRoots> read_roots(const std::vector<std::string>& paths);

/// Certificates of PEM files under which timestamps are believed: each an authority of its own, whether it
/// issues or stamps. Errors: file.*, certificate.malformed.
[[nodiscard]] base::Result<std::vector<trust::Authority>> read_timestamp_roots(
    const std::vector<std::string>& paths);

/// A trusted root in use, with what there is to say of where it came from.
struct RootInUse {
  std::shared_ptr<const trust::TrustedRoot> root;
  std::string source;
  std::optional<std::int64_t> version = {};
  std::optional<base::TimePoint> updated_at = {};
  /// When the metadata that lists it expires.
  std::optional<base::TimePoint> expires = {};
  /// Why an update that is kept was not taken.
  std::optional<base::Error> passed_over = {};
  /// What says which services sign, or the client trust config that holds it; whether it does, its parser
  /// says.
  std::optional<Bytes> signing_config = {};
};
/// The trusted root that the options choose, else the one in use: the fresher of what is kept in the folder
/// and what is shipped. Errors: file.*, TrustedRoot::parse's, update::Store's.
[[nodiscard]] base::Result<RootInUse> read_trusted_root(
    const RootOptions& options, const std::optional<std::filesystem::path>& trust_folder);
/// The same in words for a person.
[[nodiscard]] RootInUse described(const update::TrustInUse& trust);

}  // namespace weighmaster::terminal
