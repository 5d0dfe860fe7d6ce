#pragma once

#include <QStringList>
#include <filesystem>
#include <optional>
#include <vector>

#include "base/result.h"
#include "trust/policy.h"
#include "trust/roots.h"

namespace weighmaster::desktop {

/// The command line: `weighmaster [options] [MODEL]`.
struct Options {
  std::optional<std::filesystem::path> model;
  std::optional<std::filesystem::path> signature;
  std::optional<std::filesystem::path> trustedRoot;
  std::optional<std::filesystem::path> publicKey;
  std::vector<std::filesystem::path> certificateChain;
  QString identity;
  QString identityProvider;
};

/// Ends the program after --help, --version, or what it does not understand.
[[nodiscard]] Options parseOptions(const QStringList& arguments);

/// Whom the options expect. Errors: as of reading files, keys and certificates.
[[nodiscard]] base::Result<trust::Expectation> expectationOf(const Options& options);

/// The file's trusted root, or the one given as text. Errors: as of reading files and trusted roots.
[[nodiscard]] base::Result<trust::TrustedRoot> trustedRootOf(const Options& options,
                                                             std::string_view shipped);

}  // namespace weighmaster::desktop
