#include "ui/views/signer_input.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QTabWidget>
#include <QVBoxLayout>

#include "ui/models/text.h"
#include "ui/views/pem_input.h"
#include "ui/views/theme.h"
#include "ui/views/wrapped_label.h"

namespace weighmaster::ui {
namespace {

/// Suggestions to choose from; the field itself starts empty.
QStringList knownIssuers() {
  return {QStringLiteral("https://accounts.google.com"),
          QStringLiteral("https://github.com/login/oauth"),
          QStringLiteral("https://login.microsoftonline.com"),
          QStringLiteral("https://token.actions.githubusercontent.com"),
          QStringLiteral("https://gitlab.com"),
          QStringLiteral("https://oauth2.sigstore.dev/auth")};
}

WrappedLabel* lineLabel(const QString& text, QWidget* parent) {
  auto* label = new WrappedLabel(parent);
  label->setText(text);
  return label;
}

}  // namespace

SignerInput::SignerInput(Kind kind, const std::filesystem::path& model, QWidget* parent)
    : QWidget(parent),
      tabs_(new QTabWidget(this)),
      identity_(new QLineEdit(this)),
      issuer_(new QComboBox(this)),
      identityRemark_(new WrappedLabel(this)),
      key_(new PemInput(tr("Public key as PEM text"), tr("Choose key file…"), this)),
      root_(new PemInput(tr("Root certificates as PEM text"), tr("Choose certificate file…"), this)) {
  key_->setModel(model);
  root_->setModel(model);
  tabs_->addTab(makeIdentityTab(), tr("An identity"));
  tabs_->addTab(makePemTab(key_, tr("The publisher's public key, as they publish it.")), tr("A public key"));
  tabs_->addTab(makePemTab(root_, tr("The certificate authority's root, as the publisher or the authority "
                                     "publishes it.")),
                tr("A root certificate"));
  tabs_->setCurrentIndex(static_cast<int>(kind));

  connect(tabs_, &QTabWidget::currentChanged, this, &SignerInput::validate);
  for (auto* input : {key_, root_}) connect(input, &PemInput::changed, this, &SignerInput::validate);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(tabs_, 1);
  validate();
}

QWidget* SignerInput::makeIdentityTab() {
  identity_->setAccessibleName(tr("Identity"));
  identity_->setPlaceholderText(tr("an e-mail address, or the address of a workflow"));
  issuer_->setEditable(true);
  issuer_->addItems(knownIssuers());
  issuer_->setCurrentIndex(-1);
  issuer_->setInsertPolicy(QComboBox::NoInsert);
  issuer_->setAccessibleName(tr("Issuer"));
  issuer_->lineEdit()->setAccessibleName(tr("Issuer"));
  issuer_->lineEdit()->setPlaceholderText(tr("who vouches for it: https://…"));
  connect(identity_, &QLineEdit::textChanged, this, &SignerInput::validate);
  connect(issuer_, &QComboBox::editTextChanged, this, &SignerInput::validate);

  auto* tab = new QWidget;
  auto* form = new QFormLayout(tab);
  form->setContentsMargins(2 * unit, 2 * unit, 2 * unit, 2 * unit);
  form->setVerticalSpacing(2 * unit);
  form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  form->addRow(tr("&Identity"), identity_);
  form->addRow(tr("I&ssuer"), issuer_);
  form->addRow(identityRemark_);
  return tab;
}

QWidget* SignerInput::makePemTab(PemInput* input, const QString& line) {
  auto* tab = new QWidget;
  auto* column = new QVBoxLayout(tab);
  column->setContentsMargins(2 * unit, 2 * unit, 2 * unit, 2 * unit);
  column->setSpacing(unit);
  column->addWidget(lineLabel(line, tab));
  column->addWidget(input, 1);
  return tab;
}

void SignerInput::startFrom(const trust::Expectation& said) {
  if (const auto* identities = std::get_if<trust::ExpectedIdentities>(&said);
      identities && identities->any_of.size() == 1)
    startFrom(identities->any_of.front());
  if (const auto* keys = std::get_if<trust::ExpectedKeys>(&said); keys && keys->any_of.size() == 1)
    startFromPem(Kind::key, keys->any_of.front().pem());
  if (const auto* roots = std::get_if<trust::ExpectedRoots>(&said)) {
    std::string pem;
    for (const auto& root : roots->anchors) pem += root.pem();
    startFromPem(Kind::root, pem);
  }
}

void SignerInput::startFrom(const trust::ExpectedIdentity& said) {
  if (said.name_is_pattern || said.issuer_is_pattern) return;
  tabs_->setCurrentIndex(static_cast<int>(Kind::identity));
  identity_->setText(own(said.name));
  issuer_->setEditText(own(said.issuer));
  identity_->setFocus();
  // A dialog that comes up selects the text in front: the next letter would take its place.
  QMetaObject::invokeMethod(identity_, &QLineEdit::deselect, Qt::QueuedConnection);
}

void SignerInput::startFromPem(Kind kind, const std::string& pem) {
  tabs_->setCurrentIndex(static_cast<int>(kind));
  (kind == Kind::key ? key_ : root_)->setPem(pem);
}

void SignerInput::validate() {
  std::optional<trust::Expectation> read;
  switch (static_cast<Kind>(tabs_->currentIndex())) {
    case Kind::identity:
      read = readIdentity();
      break;
    case Kind::key:
      read = readKey();
      break;
    case Kind::root:
      read = readRoots();
      break;
  }
  expectation_ = read ? std::move(*read) : trust::NoExpectation{};
  emit changed();
}

std::optional<trust::Expectation> SignerInput::readIdentity() {
  const auto name = identity_->text().trimmed().toStdString();
  const auto issuer = issuer_->currentText().trimmed().toStdString();
  if (name.empty() || issuer.empty()) {
    identityRemark_->setText(tr("Both are needed: the same name means another person at another issuer."));
    return std::nullopt;
  }
  const bool plain = base::is_ascii(name) && base::is_ascii(issuer);
  identityRemark_->setText(plain ? tr("Both are compared whole, letter by letter.")
                                 : tr("There are letters here that are not plain ASCII: %1")
                                       .arg(shown(name) + u' ' + shown(issuer)));
  return trust::ExpectedIdentities{{{name, issuer}}};
}

std::optional<trust::Expectation> SignerInput::readKey() {
  const auto pem = key_->pem();
  if (pem.empty()) {
    key_->setRemark(tr("Paste the key, or choose its file."));
    return std::nullopt;
  }
  auto key = crypto::PublicKey::from_pem(as_bytes(pem));
  if (!key) {
    key_->setRemark(say(words::what_is_so(key.error())));
    return std::nullopt;
  }
  key_->setRemark(
      tr("A key of type %1. SHA-256 of its PEM: %2").arg(own(crypto::name(key->type())), fingerprint(*key)));
  return trust::ExpectedKeys{{std::move(*key)}};
}

std::optional<trust::Expectation> SignerInput::readRoots() {
  const auto pem = root_->pem();
  if (pem.empty()) {
    root_->setRemark(tr("Paste the certificate, or choose its file."));
    return std::nullopt;
  }
  auto roots = crypto::Certificate::all_from_pem(as_bytes(pem));
  if (!roots) {
    root_->setRemark(say(words::what_is_so(roots.error())));
    return std::nullopt;
  }
  QStringList lines{tr("Compare the whole fingerprint with what the publisher states.")};
  for (const auto& root : *roots) {
    lines += tr("%1, SHA-256: %2").arg(shown(root.subject()), fingerprint(root.fingerprint()));
  }
  root_->setRemark(lines.join(u'\n'));
  return trust::ExpectedRoots{std::move(*roots)};
}

}  // namespace weighmaster::ui
