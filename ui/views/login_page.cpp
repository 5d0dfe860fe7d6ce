#include "ui/views/login_page.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/models/text.h"
#include "ui/views/theme.h"
#include "ui/views/wrapped_label.h"
#include "words/services.h"

namespace weighmaster::ui {
namespace {

QHBoxLayout* rowOf(QLineEdit* field, QPushButton* button) {
  button->setAutoDefault(false);
  auto* row = new QHBoxLayout;
  row->setSpacing(unit);
  row->addWidget(field, 1);
  row->addWidget(button);
  return row;
}

}  // namespace

LoginPage::LoginPage(QWidget* parent)
    : QWidget(parent),
      events_(new WrappedLabel(this)),
      remark_(new WrappedLabel(this)),
      link_(new QLineEdit(this)),
      copy_(new QPushButton(tr("Copy &link"), this)),
      code_(new QLineEdit(this)),
      use_(new QPushButton(tr("&Use the code"), this)) {
  events_->setObjectName(QStringLiteral("loginEvents"));
  link_->setReadOnly(true);
  link_->setAccessibleName(tr("Link to log in by"));
  code_->setAccessibleName(tr("Code that the page shows"));
  code_->setPlaceholderText(tr("the code that the page shows in the end"));
  code_->setEchoMode(QLineEdit::PasswordEchoOnEdit);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(2 * unit);
  column->addWidget(events_);
  column->addWidget(remark_);
  column->addLayout(rowOf(link_, copy_));
  column->addLayout(rowOf(code_, use_));
  column->addStretch();
  connect(copy_, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setText(link_->text()); });
  connect(code_, &QLineEdit::textChanged, this,
          [this](const QString& text) { use_->setEnabled(!text.trimmed().isEmpty()); });
  connect(code_, &QLineEdit::returnPressed, this, &LoginPage::giveCode);
  connect(use_, &QPushButton::clicked, this, &LoginPage::giveCode);
  clear();
}

void LoginPage::showFields(bool link, bool code) {
  remark_->setVisible(link);
  for (auto* widget : {static_cast<QWidget*>(link_), static_cast<QWidget*>(copy_)}) widget->setVisible(link);
  for (auto* widget : {static_cast<QWidget*>(code_), static_cast<QWidget*>(use_)}) widget->setVisible(code);
}

void LoginPage::clear() {
  events_->setText({});
  link_->clear();
  code_->clear();
  use_->setEnabled(false);
  showFields(false, false);
}

void LoginPage::add(const trust::ServiceEvent& event) {
  const bool loggedIn =
      event.role == trust::ServiceRole::login && event.kind == trust::ServiceEvent::Kind::answered;
  if (loggedIn) showFields(false, false);
  const auto before = events_->text();
  events_->setText((before.isEmpty() ? before : before + u'\n') + say(words::what_happens(event)));
}

void LoginPage::showLink(const QString& url, bool opened) {
  link_->setText(url);
  link_->setCursorPosition(0);
  remark_->setText(opened ? tr("Log in there, in the browser. If none has opened, open this link on this "
                               "computer:")
                          : tr("No browser could be opened. Open this link in one on this computer:"));
  showFields(true, false);
}

void LoginPage::askForCode(const QString& url) {
  link_->setText(url);
  link_->setCursorPosition(0);
  remark_->setText(tr("Open this link in any browser, log in, and bring the code that it shows:"));
  showFields(true, true);
  code_->setFocus(Qt::OtherFocusReason);
}

void LoginPage::giveCode() {
  if (code_->text().trimmed().isEmpty()) return;
  showFields(false, false);
  emit codeGiven();
}

crypto::Secret LoginPage::takeCode() {
  const auto text = code_->text().trimmed().toUtf8();
  code_->clear();
  return crypto::Secret(Bytes(text.begin(), text.end()));
}

}  // namespace weighmaster::ui
