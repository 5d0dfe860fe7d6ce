#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "options.h"
#include "trust/policy.h"
#include "trust/roots.h"

/// The files in which a person says whom to trust.
namespace weighmaster::terminal {

/// A public key in PEM. Errors: file.*, key.malformed (says so where the file holds a private key or a
/// certificate), key.unsupported.
[[nodiscard]] base::Result<crypto::PublicKey> read_public_key(const std::filesystem::path& path);

/// All certificates of PEM files; each counts as a root, since the person named it. Errors: file.*,
/// certificate.malformed.
[[nodiscard]] base::Result<trust::ExpectedRoots> read_roots(const std::vector<std::string>& paths);

struct RootInUse {
  std::shared_ptr<const trust::TrustedRoot> root;
  std::string source;
};
/// The trusted root that the options choose, else the one that comes with the program. Errors: file.*,
/// TrustedRoot::parse's.
[[nodiscard]] base::Result<RootInUse> read_trusted_root(const RootOptions& options);

}  // namespace weighmaster::terminal
