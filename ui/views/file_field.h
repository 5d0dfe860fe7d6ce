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
  void setPath(const std::filesystem::path& path);

 signals:
  void changed();

 private:
  void choose();

  Use use_;
  QString title_;
  QLineEdit* text_;
};

}  // namespace weighmaster::ui
