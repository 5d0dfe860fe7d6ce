#include "ui/views/sign_with_page.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>

#include "signing/key_files.h"
#include "ui/jobs/background.h"
#include "ui/models/text.h"
#include "ui/views/consent_view.h"
#include "ui/views/file_field.h"
#include "ui/views/theme.h"
#include "ui/views/timestamp_choice.h"
#include "ui/views/token_choice.h"
#include "ui/views/wrapped_label.h"

namespace weighmaster::ui {
namespace {

/// What a look at a key file tells: why it can't be used as it is, or what it is.
struct KeyLook {
  std::optional<base::Error> error;
  QString remark;
};

KeyLook lookAt(const std::filesystem::path& path) {
  KeyLook look;
  const auto key = signing::read_private_key(path, nullptr);
  if (key) {
    look.remark = SignWithPage::tr("A key of type %1. SHA-256 of the public key's PEM: %2")
                      .arg(own(crypto::name(key->public_key().type())), fingerprint(key->public_key()));
  } else {
    look.error = key.error();
  }
  if (const auto warning = signing::readable_by_others(path)) {
    if (!look.remark.isEmpty()) look.remark += u'\n';
    look.remark += say(words::what_is_so(*warning)) + u' ' + say(words::what_to_do(warning->code));
  }
  return look;
}

}  // namespace

SignWithPage::SignWithPage(const TokenDriver& driver, const trust::Consent* login, QWidget* parent)
    : QWidget(parent),
      form_(new QFormLayout(this)),
      method_(new QComboBox(this)),
      private_(new WrappedLabel(this)),
      consent_(login ? new ConsentView(*login, this) : nullptr),
      way_(new QComboBox(this)),
      key_(new FileField(FileField::Use::read, tr("Private key file"), this)),
      certificate_(new FileField(FileField::Use::read, tr("Certificate file"), this)),
      chain_(new FileField(FileField::Use::read, tr("File with the other certificates"), this)),
      token_(new TokenChoice(driver, this)),
      onToken_(new QCheckBox(tr("With the certificate that lies on the token"), this)),
      secret_(new QLineEdit(this)),
      remark_(new WrappedLabel(this)),
      place_(new FileField(FileField::Use::write, tr("Signature file"), this)),
      replace_(new QCheckBox(tr("Replace the signature that lies there"), this)),
      timestamp_(new TimestampChoice(this)),
      trouble_(new WrappedLabel(this)) {
  makeForm();
  connect(method_, &QComboBox::currentIndexChanged, this, &SignWithPage::showFields);
  // Also where the same is chosen again: a token may have been plugged in.
  for (auto signal : {&QComboBox::activated, &QComboBox::currentIndexChanged})
    connect(method_, signal, this, &SignWithPage::lookForTokens);
  connect(key_, &FileField::changed, this, &SignWithPage::lookAtKey);
  connect(token_, &TokenChoice::changed, this, &SignWithPage::showFields);
  connect(place_, &FileField::changed, this, [this] {
    placeIsTaken_ = false;
    showFields();
  });
  for (auto* field : {certificate_, chain_})
    connect(field, &FileField::changed, this, &SignWithPage::changed);
  connect(secret_, &QLineEdit::textChanged, this, &SignWithPage::changed);
  connect(timestamp_, &TimestampChoice::changed, this, &SignWithPage::changed);
  for (auto* box : {onToken_, replace_}) connect(box, &QCheckBox::toggled, this, &SignWithPage::changed);
  showFields();
}

void SignWithPage::makeForm() {
  method_->setAccessibleName(tr("Sign with"));
  setFocusProxy(method_);
  const auto offer = [this](Method method, const QString& text) {
    method_->addItem(text, static_cast<int>(method));
  };
  // First what a person can do who has no key.
  if (consent_) offer(Method::login, tr("A login, without a key of your own (Sigstore)"));
  offer(Method::key, tr("A private key in a file"));
  offer(Method::certificate, tr("A private key and its certificate"));
  offer(Method::token, tr("A key on a token (PKCS#11)"));
  way_->setAccessibleName(tr("Log in"));
  way_->addItems({tr("In the browser on this computer"), tr("In any browser, and bring a code from there"),
                  tr("On another device, and type a short code there")});
  secret_->setEchoMode(QLineEdit::Password);
  secret_->setInputMethodHints(Qt::ImhSensitiveData | Qt::ImhNoPredictiveText);
  trouble_->setColour(toneColours(palette(), words::Tone::bad).text);
  private_->setText(
      tr("Nothing is made public: the signature stays in its file until you give it away. A password or PIN "
         "is used once and not kept."));

  form_->setContentsMargins(0, 0, 0, 0);
  form_->setVerticalSpacing(unit);
  form_->setHorizontalSpacing(2 * unit);
  form_->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  form_->addRow(tr("Sign &with"), method_);
  form_->addRow(private_);
  if (consent_) form_->addRow(consent_);
  form_->addRow(tr("Log &in"), way_);
  form_->addRow(tr("Private &key"), key_);
  form_->addRow(tr("&Certificate"), certificate_);
  form_->addRow(tr("&Others up to the root"), chain_);
  form_->addRow(tr("Key on a &token"), token_->keys());
  form_->addRow(tr("Token &driver"), token_->driver());
  form_->addRow({}, onToken_);
  form_->addRow(tr("&Password"), secret_);
  form_->addRow({}, remark_);
  form_->addRow(tr("Write the signature &to"), place_);
  form_->addRow({}, replace_);
  form_->addRow({}, timestamp_);
  form_->addRow(trouble_);
}

SignWithPage::Method SignWithPage::method() const {
  return static_cast<Method>(method_->currentData().toInt());
}

void SignWithPage::showFields() {
  const bool token = method() == Method::token;
  const bool certificate = method() == Method::certificate;
  const bool login = method() == Method::login;
  form_->setRowVisible(private_, !login);
  if (consent_) form_->setRowVisible(consent_, login);
  form_->setRowVisible(way_, login);
  form_->setRowVisible(timestamp_, !login);
  form_->setRowVisible(remark_, !login);
  form_->setRowVisible(key_, !token && !login);
  form_->setRowVisible(certificate_, certificate);
  form_->setRowVisible(chain_, certificate);
  form_->setRowVisible(token_->keys(), token);
  form_->setRowVisible(token_->driver(), token);
  form_->setRowVisible(onToken_, token && token_->hasCertificate());
  form_->setRowVisible(secret_, token || (wantsPassword_ && !login));
  form_->setRowVisible(replace_, placeIsTaken_);
  const auto secretName = token ? tr("PIN") : tr("Password of the key");
  secret_->setAccessibleName(secretName);
  if (auto* label = qobject_cast<QLabel*>(form_->labelForField(secret_))) label->setText(secretName);
  if (token) remark_->setText(token_->remark());
  emit changed();
}

void SignWithPage::lookAtKey() {
  const auto path = key_->path();
  wantsPassword_ = false;
  remark_->setText({});
  showFields();
  if (!path) return;
  inBackground(
      this, [path = *path] { return std::make_pair(path, lookAt(path)); },
      [this](const std::pair<std::filesystem::path, KeyLook>& seen) {
        takeKey(seen.first, seen.second.error, seen.second.remark);
      });
}

void SignWithPage::takeKey(const std::filesystem::path& path, const std::optional<base::Error>& error,
                           const QString& remark) {
  // About a path that is no longer there to see.
  if (method() == Method::token || key_->path() != path) return;
  wantsPassword_ = error && error->code == base::Code::key_password_missing;
  if (wantsPassword_)
    remark_->setText(tr("This key is encrypted: give its password.") +
                     (remark.isEmpty() ? remark : u'\n' + remark));
  else
    remark_->setText(error ? say(words::what_is_so(*error)) : remark);
  showFields();
}

LoginWay SignWithPage::loginWay() const {
  return static_cast<LoginWay>(way_->currentIndex());
}

void SignWithPage::lookForTokens() {
  if (method() == Method::token) token_->look();
}

std::optional<std::string> SignWithPage::timestampAuthority() const {
  // Whoever logs in takes those that go with it.
  return method() == Method::login ? std::nullopt : timestamp_->url();
}

void SignWithPage::setListed(const Listed& listed) {
  // What the person typed meanwhile stays.
  if (place_->path()) return;
  place_->setPath(listed.place);
  placeIsTaken_ = listed.previous.has_value();
  showFields();
}

QString SignWithPage::missingKey() const {
  if (method() == Method::token) return token_->uri() ? QString() : tr("Choose a key on a token.");
  if (!key_->path()) return tr("Choose your private key.");
  if (wantsPassword_ && secret_->text().isEmpty()) return tr("Give the password of the key.");
  if (method() == Method::certificate && !certificate_->path()) return tr("Choose the key's certificate.");
  return {};
}

QString SignWithPage::missing() const {
  const bool byLogin = method() == Method::login;
  if (const auto key = byLogin ? QString() : missingKey(); !key.isEmpty()) return key;
  if (!place_->path()) return tr("Say where to write the signature.");
  if (placeIsTaken_ && !replace_->isChecked())
    return tr("A signature lies there already: have it replaced, or choose another place.");
  if (!byLogin && !timestamp_->isComplete()) return tr("Give the address of the timestamp authority.");
  return {};
}

crypto::Secret SignWithPage::takeSecret() {
  const auto text = secret_->text().toUtf8();
  secret_->clear();
  return crypto::Secret(Bytes(text.begin(), text.end()));
}

Credentials SignWithPage::takeCredentials() {
  if (method() == Method::token) {
    const bool withCertificate = token_->hasCertificate() && onToken_->isChecked();
    // Who goes on has read that it is the last one.
    return KeyOnToken{token_->uri()->toStdString(), token_->modules(), takeSecret(), withCertificate,
                      token_->tries() == crypto::PinTries::last};
  }
  KeyInFile key{*key_->path(), wantsPassword_ ? takeSecret() : crypto::Secret()};
  if (method() == Method::key) return key;
  std::vector<std::filesystem::path> certificates{*certificate_->path()};
  if (const auto chain = chain_->path()) certificates.push_back(*chain);
  return CertificateInFiles{std::move(key), std::move(certificates)};
}

Target SignWithPage::target() const {
  const bool replaces = placeIsTaken_ && replace_->isChecked();
  return {*place_->path(), replaces ? base::Existing::replace : base::Existing::keep};
}

void SignWithPage::setTrouble(const base::Error& error, const QString& why) {
  if (error.code == base::Code::file_exists) {
    placeIsTaken_ = true;
    replace_->setChecked(false);
  }
  // What the token says of further tries may be another now.
  token_->forget();
  showFields();
  trouble_->setText((why.isEmpty() ? say(words::what_is_so(error)) : why) + u' ' +
                    say(words::what_to_do(error.code)));
  if (secret_->isVisible()) secret_->setFocus(Qt::OtherFocusReason);
}

void SignWithPage::clearTrouble() {
  trouble_->setText({});
}

}  // namespace weighmaster::ui
