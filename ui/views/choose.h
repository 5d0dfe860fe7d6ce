#pragma once

#include <QFileDialog>
#include <filesystem>
#include <functional>

namespace weighmaster::ui {

/// Asks for a file or folder without blocking; `then` is called with what was chosen, if anything was.
struct Choice {
  QString title;
  QFileDialog::FileMode mode = QFileDialog::ExistingFile;
  QString filter;
  std::filesystem::path startIn;
  /// To write: a file that is there is not asked about here, but before it is replaced.
  QFileDialog::AcceptMode use = QFileDialog::AcceptOpen;
  /// What the file may be called.
  std::filesystem::path name = {};
};
void choose(QWidget* parent, const Choice& choice, std::function<void(const std::filesystem::path&)> then);

}  // namespace weighmaster::ui
