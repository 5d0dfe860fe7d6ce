#include "ui/views/message.h"

#include <QMessageBox>

namespace weighmaster::ui {

void showMessage(QWidget* parent, const QString& headline, const QString& text) {
  auto* box = new QMessageBox(QMessageBox::Information, headline, headline, QMessageBox::Ok, parent);
  box->setAttribute(Qt::WA_DeleteOnClose);
  box->setTextFormat(Qt::PlainText);
  // The informative text of a message box guesses its format; the main text does as it was told.
  box->setText(headline + QStringLiteral("\n\n") + text);
  box->open();
}

}  // namespace weighmaster::ui
