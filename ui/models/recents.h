#pragma once

#include <QSettings>
#include <filesystem>
#include <memory>
#include <vector>

#include "base/time.h"

namespace weighmaster::ui {

/// A model or an audit report that was checked before: a memory, no verdict.
struct Recent {
  std::filesystem::path path;
  std::string verdict;  // its stable name, "trusted"
  base::TimePoint checkedAt{};
  bool isReport = false;
};

/// The models and reports checked last, newest first, kept in the settings.
class Recents {
 public:
  static constexpr int most = 20;

  /// `file`: an INI file; empty: where the platform keeps settings.
  explicit Recents(const QString& file);

  [[nodiscard]] std::vector<Recent> list() const;
  void remember(const Recent& recent);
  void forgetAll();

 private:
  void store(const std::vector<Recent>& recents);

  std::unique_ptr<QSettings> settings_;
};

}  // namespace weighmaster::ui
