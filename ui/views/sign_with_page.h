#pragma once

#include <QWidget>
#include <filesystem>
#include <optional>
#include <string>

#include "ui/jobs/keyless_offer.h"
#include "ui/jobs/sign_job.h"
#include "ui/models/token_driver.h"

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLineEdit;

namespace weighmaster::ui {

class ConsentView;
class FileField;
class TimestampChoice;
class TokenChoice;
class WrappedLabel;

/// Signing, second step: what to sign with, and where the signature is written. Passwords and PINs are asked
/// for here, used once, and never kept.
class SignWithPage : public QWidget {
  Q_OBJECT

 public:
  enum class Method { key, certificate, token, login };

  /// `login`: null where nobody can sign so.
  SignWithPage(const TokenDriver& driver, const trust::Consent* login, QWidget* parent = nullptr);

  void setListed(const Listed& listed);
  /// What signing still needs, as a sentence; empty where all is given.
  [[nodiscard]] QString missing() const;
  [[nodiscard]] Method method() const;
  /// Of the method login: what is shown becomes public where the person goes on.
  [[nodiscard]] LoginWay loginWay() const;
  /// Takes the secrets out of their fields. Not for the method login.
  [[nodiscard]] Credentials takeCredentials();
  [[nodiscard]] Target target() const;
  /// The address of whom to ask for a timestamp; nothing: nobody is asked.
  [[nodiscard]] std::optional<std::string> timestampAuthority() const;
  /// Says why nothing was signed, and puts the keyboard where it can be mended. `why`: in place of what the
  /// error says of itself.
  void setTrouble(const base::Error& error, const QString& why = {});
  void clearTrouble();

 signals:
  void changed();

 private:
  void makeForm();
  void showFields();
  /// Looks at the key file, for its kind and whether it wants a password.
  void lookAtKey();
  void takeKey(const std::filesystem::path& path, const std::optional<base::Error>& error,
               const QString& remark);
  void lookForTokens();
  /// Of what the chosen method takes.
  [[nodiscard]] QString missingKey() const;
  [[nodiscard]] crypto::Secret takeSecret();

  // In the order of the form, which is that of the keyboard.
  QFormLayout* form_;
  QComboBox* method_;
  WrappedLabel* private_;  // that nothing becomes public
  ConsentView* consent_;   // may be null
  QComboBox* way_;         // to log in
  FileField* key_;
  FileField* certificate_;
  FileField* chain_;
  TokenChoice* token_;
  QCheckBox* onToken_;  // the token's certificate is shown too
  QLineEdit* secret_;   // password or PIN
  WrappedLabel* remark_;
  FileField* place_;
  QCheckBox* replace_;
  TimestampChoice* timestamp_;
  WrappedLabel* trouble_;
  bool wantsPassword_ = false;
  bool placeIsTaken_ = false;
};

}  // namespace weighmaster::ui
