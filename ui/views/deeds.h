#pragma once

#include <QObject>

#include "ui/views/expect_dialog.h"
#include "ui/views/model_view.h"

namespace weighmaster::ui {

/// What a person can do about a verdict: asks for what is needed, and checks again.
class Deeds : public QObject {
  Q_OBJECT

 public:
  explicit Deeds(ModelView* view);

  void act(words::Action action);
  void chooseModel();
  void chooseSignature();
  void sayWhoSigned(ExpectDialog::Kind kind);
  /// The same, beginning with what the person said themself, here or for the address book.
  void correctExpectation();
  /// Asks what the model is called, so that the address book can say who is expected.
  void nameModel();
  void copyDetails();

 signals:
  /// Another trusted root is needed: it counts for all models.
  void trustWanted();
  /// The address book is another: it counts for all models.
  void bookChanged();

 private:
  void checkWithoutUnsigned();
  /// Which entry of the address book is replaced where another is to be remembered; empty: none.
  [[nodiscard]] ExpectDialog* expectDialog(ExpectDialog::Kind kind, const std::string& replaced = {});
  void remember(ModelSession* session, trust::Publisher entry, const std::string& replaced,
                const std::string& name);
  void undoTrust();
  [[nodiscard]] ModelSession* session() const { return view_->session(); }

  ModelView* view_;
};

}  // namespace weighmaster::ui
