#pragma once

#include <QString>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/task.h"
#include "base/time.h"
#include "signing/witness.h"
#include "trust/roots.h"
#include "verdict/verify.h"

namespace weighmaster::ui {

/// A timestamp authority that is asked over the network, by the way that the system's settings say.
[[nodiscard]] std::shared_ptr<signing::Witness> askOverNetwork(const std::string& url);

/// What the window takes from outside, so that a test decides about all of it.
struct Services {
  std::function<base::TimePoint()> now = base::now;
  std::function<verdict::Report(const verdict::VerifyRequest&, const base::Task&, const verdict::Watch&)>
      verify = verdict::verify_model;
  /// For keyless signatures; null: none is known.
  std::shared_ptr<const trust::TrustedRoot> trustedRoot;
  std::string trustedRootSource;
  /// An INI file; empty: where the platform keeps settings.
  QString settingsFile;
  /// Whoever is asked at this address when a signature was made.
  std::function<std::shared_ptr<signing::Witness>(const std::string& url)> timestampAuthority =
      askOverNetwork;
  /// A signed model to try; none: no button for it.
  std::optional<std::filesystem::path> example;
};

}  // namespace weighmaster::ui
