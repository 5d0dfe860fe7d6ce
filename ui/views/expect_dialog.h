#pragma once

#include <QDialog>
#include <filesystem>
#include <optional>
#include <string>

#include "ui/views/signer_input.h"

class QPushButton;

namespace weighmaster::ui {

class RememberChoice;

/// Where a person says who should have signed, and for which models that is to be remembered.
class ExpectDialog : public QDialog {
  Q_OBJECT

 public:
  using Kind = SignerInput::Kind;

  /// `model` only serves to warn of files that lie beside it.
  ExpectDialog(Kind kind, const std::filesystem::path& model, QWidget* parent = nullptr);

  /// Begins with what the person said before, to be corrected: never with what a signature says.
  void startFrom(const trust::Expectation& said) { signer_->startFrom(said); }
  /// The same of the models for which it was remembered.
  void startFrom(const std::string& models);

  /// Lets the person choose for which models it counts from now on. `name`: what the model is called, as its
  /// hub's path or the person says; empty: the person is asked.
  void offerToRemember(const std::string& name);

  /// Valid once the dialog was accepted.
  [[nodiscard]] const trust::Expectation& expectation() const { return signer_->expectation(); }
  /// The pattern of the models for which it is remembered; nothing: for this check alone.
  [[nodiscard]] std::optional<std::string> models() const;
  /// What the person calls the model; empty where they say nothing.
  [[nodiscard]] std::string modelName() const;

 private:
  void validate();

  SignerInput* signer_;
  RememberChoice* remember_;
  QPushButton* ok_;
};

}  // namespace weighmaster::ui
