#pragma once

#include <QFileDialog>
#include <QWidget>
#include <filesystem>
#include <optional>

class QLineEdit;

namespace weighmaster::ui {

/// A path, typed or chosen.
class FileField : public QWidget {
  Q_OBJECT

 public:
  enum class Use { read, write };

  /// `title`: of the file dialog, and what the field is called for those who can't see it.
  FileField(Use use, const QString& title, QWidget* parent = nullptr);

  /// Nothing where it is empty.
  [[nodiscard]] std::optional<std::filesystem::path> path() const;
  /// Shows it made visible. As long as nobody edits it, it is this very path, whatever letters it has.
  void setPath(const std::filesystem::path& path);

  /// What stands for an empty field.
  void setPlaceholder(const QString& text);

 signals:
  /// With each letter.
  void changed();
  /// Once typing is over, or a file was chosen.
  void settled();

 private:
  void choose();

  Use use_;
  QString title_;
  QLineEdit* text_;
  std::filesystem::path given_;
};

}  // namespace weighmaster::ui
