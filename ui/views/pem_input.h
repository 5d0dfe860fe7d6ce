#pragma once

#include <QWidget>
#include <filesystem>
#include <string>

class QPlainTextEdit;

namespace weighmaster::ui {

class WrappedLabel;

/// A field for PEM text: pasted, or read from a file that the person chooses. Starts empty, or with what the
/// person gave before.
class PemInput : public QWidget {
  Q_OBJECT

 public:
  PemInput(const QString& accessibleName, const QString& chooseText, QWidget* parent = nullptr);

  [[nodiscard]] std::string pem() const;
  void setPem(const std::string& pem);
  /// What was understood, or what is wrong.
  void setRemark(const QString& remark);
  /// A file from this folder was likely made by whoever made the model: it gets a warning.
  void setModel(const std::filesystem::path& model) { model_ = model; }

 signals:
  void changed();

 private:
  void read(const std::filesystem::path& path);

  QPlainTextEdit* text_;
  WrappedLabel* remark_;
  WrappedLabel* warning_;
  std::filesystem::path model_;
};

}  // namespace weighmaster::ui
