#pragma once

#include <QString>
#include <filesystem>
#include <optional>
#include <vector>

namespace weighmaster::ui {

/// The PKCS#11 module that a person has named for their tokens, kept in the settings: code that is loaded
/// into this program, so it comes from nowhere else.
class TokenDriver {
 public:
  /// `file`: as Services::settingsFile.
  explicit TokenDriver(QString file) : file_(std::move(file)) {}

  [[nodiscard]] std::optional<std::filesystem::path> path() const;
  /// Nothing: those that are registered with p11-kit.
  void remember(const std::optional<std::filesystem::path>& path);

 private:
  QString file_;
};

}  // namespace weighmaster::ui
