#pragma once

#include <QObject>
#include <optional>

#include "crypto/token.h"
#include "ui/models/token_driver.h"

class QComboBox;

namespace weighmaster::ui {

class FileField;

/// The keys on the tokens that are plugged in, and through which driver they are looked for: two fields,
/// which a form takes in.
class TokenChoice : public QObject {
  Q_OBJECT

 public:
  TokenChoice(TokenDriver driver, QWidget* parent);

  [[nodiscard]] FileField* driver() const { return driverField_; }
  [[nodiscard]] QComboBox* keys() const { return keys_; }

  /// Lists the keys, off this thread, if that was not done since anything changed.
  void look();
  /// What the tokens say of themselves may be another now.
  void forget() { looked_ = false; }

  /// The modules that are looked in; none: those registered with p11-kit.
  [[nodiscard]] std::vector<std::filesystem::path> modules() const;
  /// The address of the chosen key; nothing where there is none.
  [[nodiscard]] std::optional<QString> uri() const;
  [[nodiscard]] bool hasCertificate() const;
  /// What the token says of wrong PINs.
  [[nodiscard]] crypto::PinTries tries() const;
  /// What a person should know of the chosen token, or why there is none to choose.
  [[nodiscard]] QString remark() const { return remark_; }

 signals:
  void changed();

 private:
  struct Found;
  void show(const Found& found);
  void takeRemark();

  TokenDriver setting_;
  FileField* driverField_;
  QComboBox* keys_;
  QString remark_;
  bool looked_ = false;
};

}  // namespace weighmaster::ui
