#pragma once

#include <QWidget>
#include <filesystem>
#include <optional>

#include "trust/policy.h"

class QComboBox;
class QLineEdit;
class QTabWidget;

namespace weighmaster::ui {

class PemInput;
class WrappedLabel;

/// Where a person says who signs: an identity, a key or a root. Trust is given, not clicked through: every
/// field starts empty, or with what the person said before, and nothing is taken from the signature or from
/// beside it.
class SignerInput : public QWidget {
  Q_OBJECT

 public:
  enum class Kind { identity, key, root };

  /// `model` only serves to warn of files that lie beside it.
  SignerInput(Kind kind, const std::filesystem::path& model, QWidget* parent = nullptr);

  /// What the person said before, to be corrected. Several identities or keys, and patterns, have no place in
  /// the fields: they stay empty.
  void startFrom(const trust::Expectation& said);

  /// NoExpectation where nobody is named rightly yet.
  [[nodiscard]] const trust::Expectation& expectation() const { return expectation_; }
  [[nodiscard]] bool isComplete() const {
    return !std::holds_alternative<trust::NoExpectation>(expectation_);
  }

 signals:
  void changed();

 private:
  QWidget* makeIdentityTab();
  QWidget* makePemTab(PemInput* input, const QString& line);
  void startFrom(const trust::ExpectedIdentity& said);
  void startFromPem(Kind kind, const std::string& pem);
  /// Reads the fields of the tab in front; says what is missing, or what will be expected.
  void validate();
  [[nodiscard]] std::optional<trust::Expectation> readIdentity();
  [[nodiscard]] std::optional<trust::Expectation> readKey();
  [[nodiscard]] std::optional<trust::Expectation> readRoots();

  trust::Expectation expectation_;
  QTabWidget* tabs_;
  QLineEdit* identity_;
  QComboBox* issuer_;
  WrappedLabel* identityRemark_;
  PemInput* key_;
  PemInput* root_;
};

}  // namespace weighmaster::ui
