#pragma once

#include <QStringList>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "trust/policy.h"
#include "trust/roots.h"
#include "trust/signing_config.h"
#include "ui/jobs/trust_desk.h"
#include "ui/report/paper.h"
#include "verdict/report.h"

namespace weighmaster::desktop {

/// Without dashes.
inline constexpr const char* paintOption = "paint-report";

/// The command line: `weighmaster [options] [MODEL]`.
struct Options {
  std::optional<std::filesystem::path> model;
  std::optional<std::filesystem::path> signature;
  std::optional<std::filesystem::path> trustedRoot;
  std::optional<std::filesystem::path> publicKey;
  std::vector<std::filesystem::path> certificateChain;
  QString identity;
  QString identityProvider;
  /// Paints a document for the terminal program (app/desktop/paint.h), and shows no window.
  bool paintReport = false;
  ui::Paper paper = ui::Paper::a4;
  /// Makes no connection at all.
  bool offline = false;
};

/// Ends the program after --help, --version, or what it does not understand.
[[nodiscard]] Options parseOptions(const QStringList& arguments);

/// Whom the options expect. Errors: as of reading files, keys and certificates.
[[nodiscard]] base::Result<trust::Expectation> expectationOf(const Options& options);

/// A trusted root, where it came from for people to read, and how old it is.
struct TrustRoot {
  std::shared_ptr<const trust::TrustedRoot> root;
  verdict::TrustFacts facts;
  /// Who signs for whoever logs in; null where nobody is known.
  std::shared_ptr<const trust::SigningConfig> signingConfig;
};

/// The file that the options name, else what is in use: the fresher of what is kept in the folder, which the
/// terminal program shares, and what is shipped. Errors: as of reading files, trusted roots and
/// update::Store.
[[nodiscard]] base::Result<TrustRoot> trustRootOf(const Options& options,
                                                  const std::optional<std::filesystem::path>& trustFolder);

/// The ways to other trust; null where a file was given, which counts for this run, or there is no folder.
[[nodiscard]] std::shared_ptr<const ui::TrustDesk> trustDeskOf(
    const Options& options, const std::optional<std::filesystem::path>& trustFolder,
    std::function<std::shared_ptr<net::Http>()> http);

}  // namespace weighmaster::desktop
