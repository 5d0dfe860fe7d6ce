#pragma once

#include <filesystem>

#include "ui/jobs/keyless_offer.h"
#include "ui/views/main_window.h"
#include "ui/views/sign_with_page.h"

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPushButton;

namespace weighmaster::ui {
class SignDialog;
}

namespace weighmaster::tests {

/// Drives the dialog for signing as a person does, through its widgets.
class Signing {
 public:
  /// The dialog about the model that the window shows.
  explicit Signing(const ui::MainWindow& window);
  /// The same, of a model that the window opens first.
  Signing(ui::MainWindow& window, const std::filesystem::path& model);

  [[nodiscard]] QPushButton* button(const char* name) const;
  [[nodiscard]] QString headline() const;
  /// By what it is called for those who can't see it.
  [[nodiscard]] QLineEdit* field(const char* name) const;
  [[nodiscard]] QComboBox* choice(const char* name) const;
  /// By how its text begins; null where there is none.
  [[nodiscard]] QCheckBox* box(const QString& text) const;
  [[nodiscard]] QCheckBox* replaceBox() const { return box(QStringLiteral("Replace")); }

  [[nodiscard]] bool says(const QString& part) const;
  [[nodiscard]] bool waitToSay(const QString& part) const;
  [[nodiscard]] bool canGoOn() const;
  /// Says, once that is asked, whether who logged in is to sign. False where nobody asks.
  [[nodiscard]] bool confirm(bool yes = true) const;
  /// Whether it ends signed; else it prints what is shown.
  [[nodiscard]] bool isDone() const;

  void next() const;
  void choose(ui::SignWithPage::Method method) const;
  /// Up to the step at which a person agrees to log in.
  void chooseLogin(ui::LoginWay way = ui::LoginWay::browser) const;

  ui::SignDialog* dialog = nullptr;
};

/// Whether the window takes the model, and has looked for its signature.
[[nodiscard]] bool opens(ui::MainWindow& window, const std::filesystem::path& model);

}  // namespace weighmaster::tests
