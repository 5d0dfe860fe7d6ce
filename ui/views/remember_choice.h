#pragma once

#include <QWidget>
#include <optional>
#include <string>

class QComboBox;
class QFormLayout;
class QLineEdit;

namespace weighmaster::ui {

class WrappedLabel;

/// For which models a signer is to be trusted from now on: none, unless the person chooses otherwise.
class RememberChoice : public QWidget {
  Q_OBJECT

 public:
  explicit RememberChoice(QWidget* parent = nullptr);

  /// What the model is called, where that is known: the person can't change it then.
  void setName(const std::string& name);

  /// Begins with the choice that makes this pattern of the model's name, where one does.
  void startFrom(const std::string& models);

  /// A pattern for models; nothing where it is not to be remembered.
  [[nodiscard]] std::optional<std::string> models() const;
  /// Empty where the choice needs no name and none is known.
  [[nodiscard]] std::string name() const;
  [[nodiscard]] bool isComplete() const;

 signals:
  void changed();

 private:
  enum class Choice { nothing, model, publisher, any };
  [[nodiscard]] Choice choice() const;
  void setChoice(Choice choice);
  [[nodiscard]] bool needsName() const;
  void refresh();

  QFormLayout* form_;
  QComboBox* choice_;
  QLineEdit* name_;
  WrappedLabel* remark_;
};

}  // namespace weighmaster::ui
