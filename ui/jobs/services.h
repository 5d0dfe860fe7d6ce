#pragma once

#include <QString>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/task.h"
#include "base/time.h"
#include "trust/roots.h"
#include "verdict/verify.h"

namespace weighmaster::ui {

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
  /// PKCS#11 modules to look for tokens in; those registered with p11-kit where there are none.
  std::vector<std::filesystem::path> tokenModules;
  /// A signed model to try; none: no button for it.
  std::optional<std::filesystem::path> example;
};

}  // namespace weighmaster::ui
