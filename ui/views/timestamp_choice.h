#pragma once

#include <QWidget>
#include <optional>
#include <string>

class QCheckBox;
class QLineEdit;

namespace weighmaster::ui {

class WrappedLabel;

/// Whether a timestamp authority is asked to vouch for when a signature was made. Nobody is, unless a person
/// says whom.
class TimestampChoice : public QWidget {
  Q_OBJECT

 public:
  explicit TimestampChoice(QWidget* parent = nullptr);

  /// Whether what is given can be used: nobody is asked, or the address is one.
  [[nodiscard]] bool isComplete() const;
  /// Nothing where nobody is to be asked.
  [[nodiscard]] std::optional<std::string> url() const;

 signals:
  void changed();

 private:
  void showFields();

  QCheckBox* wanted_;
  QLineEdit* address_;
  WrappedLabel* remark_;
};

}  // namespace weighmaster::ui
