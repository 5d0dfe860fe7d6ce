#pragma once

#include <QWidget>
#include <filesystem>
#include <optional>
#include <vector>

#include "crypto/token.h"
#include "ui/jobs/sign_job.h"

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLineEdit;

namespace weighmaster::ui {

class FileField;
class WrappedLabel;

/// Signing, second step: what to sign with, and where the signature is written. Passwords and PINs are asked
/// for here, used once, and never kept.
class SignWithPage : public QWidget {
  Q_OBJECT

 public:
  enum class Method { key, certificate, token };

  /// `modules`: as KeyOnToken has them.
  explicit SignWithPage(std::vector<std::filesystem::path> modules, QWidget* parent = nullptr);

  void setListed(const Listed& listed);
  /// Whether all is given that signing needs.
  [[nodiscard]] bool isComplete() const;
  /// Takes the secrets out of their fields.
  [[nodiscard]] Credentials takeCredentials();
  [[nodiscard]] Target target() const;
  /// Says why nothing was signed, and puts the keyboard where it can be mended.
  void setTrouble(const base::Error& error);
  void clearTrouble();

 signals:
  void changed();

 private:
  void makeForm();
  [[nodiscard]] Method method() const;
  /// What the chosen token says of wrong PINs.
  [[nodiscard]] crypto::PinTries tries() const;
  void showFields();
  /// Looks at the key file, for its kind and whether it wants a password.
  void lookAtKey();
  void takeKey(const std::filesystem::path& path, const std::optional<base::Error>& error,
               const QString& remark);
  /// Lists the keys on the tokens that are plugged in.
  void lookForTokens();
  [[nodiscard]] crypto::Secret takeSecret();

  std::vector<std::filesystem::path> modules_;
  QFormLayout* form_;
  QComboBox* method_;
  FileField* key_;
  FileField* certificate_;
  FileField* chain_;
  QComboBox* token_;
  QCheckBox* onToken_;  // the token's certificate is shown too
  QLineEdit* secret_;   // password or PIN
  WrappedLabel* remark_;
  FileField* place_;
  QCheckBox* replace_;
  WrappedLabel* trouble_;
  bool wantsPassword_ = false;
  bool lookedForTokens_ = false;
  bool placeIsTaken_ = false;
};

}  // namespace weighmaster::ui
