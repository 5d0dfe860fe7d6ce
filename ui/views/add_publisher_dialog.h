#pragma once

#include <QDialog>

#include "trust/publisher.h"

class QLineEdit;
class QPushButton;

namespace weighmaster::ui {

class SignerInput;
class WrappedLabel;

/// An entry of the address book by hand: for which models, who, and why.
class AddPublisherDialog : public QDialog {
  Q_OBJECT

 public:
  explicit AddPublisherDialog(QWidget* parent = nullptr);

  /// Once the dialog was accepted: all but the time.
  [[nodiscard]] trust::Publisher entry() const;

 private:
  void validate();
  [[nodiscard]] std::string models() const;

  QLineEdit* models_;
  WrappedLabel* remark_;
  SignerInput* signer_;
  QLineEdit* note_;
  QPushButton* ok_;
};

}  // namespace weighmaster::ui
