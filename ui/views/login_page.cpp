#include "ui/views/login_page.h"

#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>
#include <limits>
#include <utility>

#include "ui/models/text.h"
#include "ui/views/theme.h"
#include "ui/views/wrapped_label.h"
#include "words/services.h"

namespace weighmaster::ui {
namespace {

QLineEdit* readOnly(const QString& name, QWidget* parent) {
  auto* field = new QLineEdit(parent);
  field->setReadOnly(true);
  field->setAccessibleName(name);
  return field;
}

/// "9:05".
QString minutesAndSeconds(qint64 seconds) {
  return QStringLiteral("%1:%2").arg(seconds / 60).arg(seconds % 60, 2, 10, QLatin1Char('0'));
}

}  // namespace

LoginPage::LoginPage(QWidget* parent)
    : QWidget(parent),
      events_(new WrappedLabel(this)),
      remark_(new WrappedLabel(this)),
      link_(readOnly(tr("Link to log in by"), this)),
      typeThere_(new WrappedLabel(this)),
      device_(readOnly(tr("Code to type there"), this)),
      left_(new WrappedLabel(this)),
      code_(new QLineEdit(this)),
      use_(new QPushButton(tr("&Use the code"), this)),
      who_(new WrappedLabel(this)),
      me_(new QPushButton(tr("&Sign in this name"), this)) {
  events_->setObjectName(QStringLiteral("loginEvents"));
  typeThere_->setText(tr("Type this code there:"));
  code_->setAccessibleName(tr("Code that the page shows"));
  code_->setPlaceholderText(tr("the code that the page shows in the end"));
  code_->setEchoMode(QLineEdit::PasswordEchoOnEdit);
  auto* copyLink = new QPushButton(tr("Copy &link"), this);
  auto* copyDevice = new QPushButton(tr("C&opy code"), this);
  linkRow_ = rowOf(link_, copyLink);
  deviceRow_ = rowOf(device_, copyDevice);
  codeRow_ = rowOf(code_, use_);
  auto* notMe = new QPushButton(tr("That is &not me"), this);
  me_->setObjectName(QStringLiteral("signInThisName"));
  notMe->setObjectName(QStringLiteral("notMe"));
  whoRow_ = rowOf(me_, notMe);

  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(2 * unit);
  for (QWidget* part : std::initializer_list<QWidget*>{events_, remark_, linkRow_, typeThere_, deviceRow_,
                                                       left_, codeRow_, who_, whoRow_})
    column->addWidget(part);
  column->addStretch();
  QWidget* before = link_;
  for (QWidget* next :
       std::initializer_list<QWidget*>{copyLink, device_, copyDevice, code_, use_, me_, notMe})
    setTabOrder(std::exchange(before, next), next);
  copyFrom(copyLink, link_);
  copyFrom(copyDevice, device_);
  connect(code_, &QLineEdit::textChanged, this,
          [this](const QString& text) { use_->setEnabled(!text.trimmed().isEmpty()); });
  connect(code_, &QLineEdit::returnPressed, this, &LoginPage::giveCode);
  connect(use_, &QPushButton::clicked, this, &LoginPage::giveCode);
  connect(me_, &QPushButton::clicked, this, [this] { answer(true); });
  connect(notMe, &QPushButton::clicked, this, [this] { answer(false); });
  connect(&clock_, &QTimer::timeout, this, &LoginPage::tick);
  look();
  clear();
}

QWidget* LoginPage::rowOf(QLineEdit* field, QPushButton* button) {
  // Return is for the fields.
  button->setAutoDefault(false);
  makeRoomy(*button);
  auto* row = new QWidget(this);
  auto* line = new QHBoxLayout(row);
  line->setContentsMargins(0, 0, 0, 0);
  line->setSpacing(unit);
  line->addWidget(field, 1);
  line->addWidget(button);
  return row;
}

/// Neither is what Return does: it is to be chosen.
QWidget* LoginPage::rowOf(QPushButton* yes, QPushButton* no) {
  auto* row = new QWidget(this);
  auto* line = new QHBoxLayout(row);
  line->setContentsMargins(0, 0, 0, 0);
  line->setSpacing(unit);
  for (auto* button : {yes, no}) {
    button->setAutoDefault(false);
    makeRoomy(*button);
    line->addWidget(button);
  }
  line->addStretch();
  return row;
}

void LoginPage::copyFrom(QPushButton* button, const QLineEdit* field) {
  connect(button, &QPushButton::clicked, this,
          [field] { QApplication::clipboard()->setText(field->text()); });
}

void LoginPage::showOnly(std::initializer_list<QWidget*> parts) {
  for (QWidget* part : std::initializer_list<QWidget*>{remark_, linkRow_, typeThere_, deviceRow_, left_,
                                                       codeRow_, who_, whoRow_})
    part->setVisible(std::find(parts.begin(), parts.end(), part) != parts.end());
  if (!deviceRow_->isVisibleTo(this)) clock_.stop();
}

void LoginPage::clear() {
  events_->setText({});
  for (auto* field : {link_, device_, code_}) field->clear();
  use_->setEnabled(false);
  showOnly({});
}

void LoginPage::add(const trust::ServiceEvent& event) {
  const bool loggedIn =
      event.role == trust::ServiceRole::login && event.kind == trust::ServiceEvent::Kind::answered;
  if (loggedIn) showOnly({});
  const auto before = events_->text();
  events_->setText((before.isEmpty() ? before : before + u'\n') + say(words::what_happens(event)));
}

void LoginPage::setLink(const QString& url, const QString& remark) {
  link_->setText(shown(url.toStdString(), std::numeric_limits<std::size_t>::max()));
  link_->setCursorPosition(0);
  remark_->setText(remark);
}

void LoginPage::showLink(const QString& url, bool opened) {
  setLink(url, opened ? tr("Log in there, in the browser. If none has opened, open this link on this "
                           "computer:")
                      : tr("No browser could be opened. Open this link in one on this computer:"));
  showOnly({remark_, linkRow_});
  if (!opened) link_->setFocus(Qt::OtherFocusReason);
}

void LoginPage::showDevice(const signing::DevicePrompt& prompt) {
  setLink(own(prompt.url), tr("On another device, such as your phone, open this address and log in:"));
  device_->setText(shown(prompt.code));
  device_->setCursorPosition(0);
  deadline_ = QDeadlineTimer(prompt.life);
  tick();
  clock_.start(std::chrono::seconds(1));
  showOnly({remark_, linkRow_, typeThere_, deviceRow_, left_});
  device_->setFocus(Qt::OtherFocusReason);
}

void LoginPage::askForCode(const QString& url) {
  setLink(url, tr("Open this link in any browser, log in, and bring the code that it shows:"));
  showOnly({remark_, linkRow_, codeRow_});
  code_->setFocus(Qt::OtherFocusReason);
}

void LoginPage::askWhether(const trust::Identity& who) {
  who_->setText(say(words::ask_identity(who)));
  showOnly({who_, whoRow_});
  me_->setFocus(Qt::OtherFocusReason);
}

void LoginPage::answer(bool yes) {
  showOnly({});
  emit confirmed(yes);
}

void LoginPage::tick() {
  const auto left = (deadline_.remainingTime() + 999) / 1000;
  left_->setText(left > 0 ? tr("Time left: %1").arg(minutesAndSeconds(left)) : tr("The time is over."));
}

void LoginPage::giveCode() {
  if (code_->text().trimmed().isEmpty()) return;
  showOnly({});
  emit codeGiven();
}

crypto::Secret LoginPage::takeCode() {
  const auto text = code_->text().trimmed().toUtf8();
  code_->clear();
  return crypto::Secret(Bytes(text.begin(), text.end()));
}

void LoginPage::look() {
  device_->setFont(monospaceFont(headlineFont(font())));
}

void LoginPage::changeEvent(QEvent* event) {
  if (event->type() == QEvent::FontChange) look();
  QWidget::changeEvent(event);
}

}  // namespace weighmaster::ui
