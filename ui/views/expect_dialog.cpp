#include "ui/views/expect_dialog.h"

#include <QDialogButtonBox>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/views/remember_choice.h"
#include "ui/views/theme.h"
#include "ui/views/wrapped_label.h"

namespace weighmaster::ui {

ExpectDialog::ExpectDialog(Kind kind, const std::filesystem::path& model, QWidget* parent)
    : QDialog(parent), signer_(new SignerInput(kind, model, this)), remember_(new RememberChoice(this)) {
  setWindowTitle(tr("Who should have signed?"));
  remember_->hide();
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
  ok_ = buttons->button(QDialogButtonBox::Ok);
  ok_->setText(tr("Check with this"));
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(signer_, &SignerInput::changed, this, &ExpectDialog::validate);
  connect(remember_, &RememberChoice::changed, this, &ExpectDialog::validate);

  auto* line = new WrappedLabel(this);
  line->setText(
      tr("Publishers say on their own site, or in their documentation, who signs their "
         "models. Take it from there: not from the signature, and not from a file that came "
         "with the model."));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(2 * unit, 2 * unit, 2 * unit, 2 * unit);
  column->setSpacing(2 * unit);
  column->addWidget(line);
  column->addWidget(signer_, 1);
  column->addWidget(remember_);
  column->addWidget(buttons);
  resize(fontMetrics().averageCharWidth() * 76, fontMetrics().height() * 26);
  validate();
}

void ExpectDialog::offerToRemember(const std::string& name) {
  remember_->setName(name);
  remember_->show();
  resize(width(), fontMetrics().height() * 34);
  validate();
}

void ExpectDialog::startFrom(const std::string& models) {
  remember_->startFrom(models);
}

std::optional<std::string> ExpectDialog::models() const {
  return remember_->models();
}

std::string ExpectDialog::modelName() const {
  return remember_->name();
}

void ExpectDialog::validate() {
  ok_->setEnabled(signer_->isComplete() && remember_->isComplete());
}

}  // namespace weighmaster::ui
