#pragma once

#include <QDialog>
#include <memory>

#include "trust/journal.h"
#include "trust/policy.h"
#include "ui/jobs/keyless_offer.h"
#include "ui/jobs/services.h"
#include "ui/jobs/sign_job.h"
#include "ui/jobs/turns.h"

class QPushButton;
class QStackedWidget;

namespace weighmaster::ui {

class FactsForm;
class LoginPage;
class SignCoverPage;
class SignWithPage;
class WrappedLabel;

/// Signing in three steps: what will be covered, what to sign with and where to write (by a login: what
/// becomes public), what came of it. Hashing begins with the first, once it is its turn. To close the dialog
/// stops whatever it does.
class SignDialog : public QDialog {
  Q_OBJECT

 public:
  /// `turns` outlives it.
  SignDialog(std::shared_ptr<const Services> services, Turns& turns, std::filesystem::path model,
             QWidget* parent = nullptr);

  /// While something is being signed, that is stopped first.
  void reject() override;

 signals:
  /// The person wants to see the new signature verified. Their own key they know; which root is to count for
  /// a certificate, they have not said.
  void verifyWanted(const std::filesystem::path& signature,
                    const weighmaster::trust::Expectation& expectation);

 private:
  enum Step { cover, with, login, done };

  void arrange();
  QWidget* makeDonePage();
  /// Hashes from the beginning, in the way that is chosen; what was hashed before is dropped.
  void measure();
  void beginToMeasure();
  void goOn();
  void showStep(Step step);
  void showButtons();
  void sign();
  [[nodiscard]] base::Result<SignOrder> takeOrder();
  /// The signer and the witnesses of a login, and the conversation with it.
  [[nodiscard]] base::Result<signing::KeylessParts> beginLogin();
  void stopSigning();
  void showRefused(const base::Error& error);
  void addPublications();
  void showSigned(const Signed& made);
  [[nodiscard]] QString withLine() const;
  [[nodiscard]] trust::Expectation expectation() const;

  std::shared_ptr<const Services> services_;
  Turns& turns_;
  std::filesystem::path model_;
  std::shared_ptr<Turns::Turn> turn_;
  std::unique_ptr<SignJob> job_;
  bool canGoOn_ = true;
  bool working_ = false;
  std::optional<Signed> made_;
  std::optional<std::string> timestampFrom_;
  std::optional<KeylessOffer> offer_;
  std::unique_ptr<LoginTalk> talk_;
  std::shared_ptr<trust::Journal> journal_;  // of a login; else null
  WrappedLabel* headline_;
  WrappedLabel* line_;
  QStackedWidget* steps_;
  SignCoverPage* cover_;
  SignWithPage* with_;
  LoginPage* login_;
  FactsForm* facts_;
  QPushButton* back_;
  QPushButton* next_;
  QPushButton* copy_;
  QPushButton* close_;
};

}  // namespace weighmaster::ui
