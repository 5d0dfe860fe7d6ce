#pragma once

#include <QString>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/task.h"
#include "base/time.h"
#include "net/http.h"
#include "trust/roots.h"
#include "trust/signing_config.h"
#include "ui/jobs/publishers_desk.h"
#include "ui/jobs/trust_desk.h"
#include "verdict/verify.h"

namespace weighmaster::ui {

/// The network, by the way that the system's settings say.
[[nodiscard]] std::shared_ptr<net::Http> overNetwork();

/// What the window takes from outside, so that a test decides about all of it.
struct Services {
  std::function<base::TimePoint()> now = base::now;
  std::function<verdict::Report(const verdict::VerifyRequest&, const base::Task&, const verdict::Watch&)>
      verify = verdict::verify_model;
  /// For keyless signatures; null: none is known.
  std::shared_ptr<const trust::TrustedRoot> trustedRoot;
  /// Where it came from, and how old it is.
  verdict::TrustFacts trustFacts;
  /// Where it is kept and renewed; null: it is what it is.
  std::shared_ptr<const TrustDesk> trust;
  /// Whom the person trusts to sign which models; null: nothing is kept.
  std::shared_ptr<const PublishersDesk> publishers;
  /// An INI file; empty: where the platform keeps settings.
  QString settingsFile;
  /// Which services sign for whoever logs in; null: none are known. The trusted root says whom they are.
  std::shared_ptr<const trust::SigningConfig> signingConfig;
  /// The way to services.
  std::function<std::shared_ptr<net::Http>()> http = overNetwork;
  /// Opens an address in the person's browser; false where it can't. Empty: there is none.
  std::function<bool(const QString& url)> openBrowser;
  /// A signed model to try; none: no button for it.
  std::optional<std::filesystem::path> example;
};

}  // namespace weighmaster::ui
