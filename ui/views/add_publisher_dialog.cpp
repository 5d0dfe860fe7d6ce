#include "ui/views/add_publisher_dialog.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>

#include "base/limits.h"
#include "trust/pattern.h"
#include "ui/jobs/publishers_desk.h"
#include "ui/models/text.h"
#include "ui/views/signer_input.h"
#include "ui/views/theme.h"
#include "ui/views/wrapped_label.h"

namespace weighmaster::ui {

AddPublisherDialog::AddPublisherDialog(QWidget* parent)
    : QDialog(parent),
      models_(new QLineEdit(this)),
      remark_(new WrappedLabel(this)),
      signer_(new SignerInput(SignerInput::Kind::identity, {}, this)),
      note_(new QLineEdit(this)) {
  setWindowTitle(tr("Add a publisher"));
  models_->setAccessibleName(tr("Models"));
  models_->setPlaceholderText(tr("publisher/model, publisher/* or *"));
  note_->setAccessibleName(tr("Note"));
  note_->setPlaceholderText(tr("where you have it from, for yourself"));
  note_->setMaxLength(static_cast<int>(base::limits::publisher_note_bytes / 4));
  auto* line = new WrappedLabel(this);
  line->setText(
      tr("Publishers say on their own site, or in their documentation, who signs their models. Take it from "
         "there: not from a signature, and not from a file that came with a model."));
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
  ok_ = buttons->button(QDialogButtonBox::Ok);
  ok_->setText(tr("Trust them from now on"));
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(models_, &QLineEdit::textChanged, this, &AddPublisherDialog::validate);
  connect(signer_, &SignerInput::changed, this, &AddPublisherDialog::validate);

  auto* form = new QFormLayout(this);
  form->setContentsMargins(2 * unit, 2 * unit, 2 * unit, 2 * unit);
  form->setVerticalSpacing(2 * unit);
  form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  form->addRow(line);
  form->addRow(tr("&Models"), models_);
  form->addRow(remark_);
  form->addRow(signer_);
  form->addRow(tr("&Note"), note_);
  form->addRow(buttons);
  resize(fontMetrics().averageCharWidth() * 76, fontMetrics().height() * 34);
  validate();
}

std::string AddPublisherDialog::models() const {
  return models_->text().trimmed().toStdString();
}

trust::Publisher AddPublisherDialog::entry() const {
  trust::Publisher entry;
  entry.models = models();
  entry.signer = signersOf(signer_->expectation());
  entry.note = note_->text().trimmed().toStdString();
  return entry;
}

void AddPublisherDialog::validate() {
  const auto given = models();
  const auto checked = trust::check_model_pattern(given);
  if (given.empty()) {
    remark_->setText(tr("For which models? As the hub's page names them; * stands for all of a publisher."));
  } else if (!checked) {
    remark_->setText(say(words::what_is_so(checked.error())));
  } else if (given == "*") {
    remark_->setText(tr("Whoever signs as this is then trusted for every model, also for those of others."));
  } else {
    remark_->setText(given.find('*') == std::string::npos ? tr("For this one model.")
                                                          : tr("For all models of the publisher that fit."));
  }
  ok_->setEnabled(checked.has_value() && signer_->isComplete());
}

}  // namespace weighmaster::ui
