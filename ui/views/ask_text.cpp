#include "ui/views/ask_text.h"

#include <QDialog>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>

#include "ui/views/theme.h"
#include "ui/views/wrapped_label.h"

namespace weighmaster::ui {

void askText(QWidget* parent, const TextQuestion& question, std::function<void(const QString& text)> then) {
  auto* dialog = new QDialog(parent);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(question.title);
  dialog->setObjectName(QStringLiteral("askText"));
  auto* line = new WrappedLabel(dialog);
  line->setText(question.line);
  auto* field = new QLineEdit(question.text, dialog);
  field->setAccessibleName(question.field);
  field->setPlaceholderText(question.placeholder);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, dialog);
  auto* ok = buttons->button(QDialogButtonBox::Ok);
  const auto check = [ok, fits = question.fits](const QString& text) {
    ok->setEnabled(!fits || fits(text.trimmed()));
  };
  check(question.text);
  QObject::connect(field, &QLineEdit::textChanged, dialog, check);
  QObject::connect(buttons, &QDialogButtonBox::accepted, dialog, &QDialog::accept);
  QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
  QObject::connect(dialog, &QDialog::accepted, parent,
                   [field, then = std::move(then)] { then(field->text().trimmed()); });

  auto* form = new QFormLayout(dialog);
  form->setContentsMargins(2 * unit, 2 * unit, 2 * unit, 2 * unit);
  form->setVerticalSpacing(2 * unit);
  form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  form->addRow(line);
  form->addRow(question.field, field);
  form->addRow(buttons);
  dialog->resize(dialog->fontMetrics().averageCharWidth() * 70, dialog->sizeHint().height());
  field->setFocus();
  dialog->open();
}

}  // namespace weighmaster::ui
