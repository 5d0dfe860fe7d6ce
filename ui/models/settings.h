#pragma once

#include <QSettings>
#include <memory>

namespace weighmaster::ui {

/// What the program keeps between runs; `file` as Services::settingsFile has it.
[[nodiscard]] inline std::unique_ptr<QSettings> openSettings(const QString& file) {
  return file.isEmpty() ? std::make_unique<QSettings>()
                        : std::make_unique<QSettings>(file, QSettings::IniFormat);
}

}  // namespace weighmaster::ui
