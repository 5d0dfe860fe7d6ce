#include "ui/views/sign_dialog.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "net/address.h"
#include "signing/services/fulcio.h"
#include "signing/timestamp_authority.h"
#include "ui/models/text.h"
#include "ui/views/facts_form.h"
#include "ui/views/login_page.h"
#include "ui/views/sign_cover_page.h"
#include "ui/views/sign_with_page.h"
#include "ui/views/theme.h"
#include "ui/views/wrapped_label.h"
#include "words/services.h"

namespace weighmaster::ui {
namespace {

QPushButton* namedButton(const char* name, QWidget* parent) {
  auto* button = new QPushButton(parent);
  button->setObjectName(QLatin1String(name));
  return button;
}

}  // namespace

SignDialog::SignDialog(std::shared_ptr<const Services> services, Turns& turns, std::filesystem::path model,
                       QWidget* parent)
    : QDialog(parent),
      services_(std::move(services)),
      turns_(turns),
      model_(std::move(model)),
      offer_(KeylessOffer::of(*services_)),
      headline_(new WrappedLabel(this)),
      line_(new WrappedLabel(this)),
      steps_(new QStackedWidget(this)),
      cover_(new SignCoverPage(this)),
      with_(new SignWithPage(TokenDriver(services_->settingsFile), offer_ ? &offer_->consent() : nullptr,
                             this)),
      login_(new LoginPage(this)),
      facts_(new FactsForm(this)),
      back_(namedButton("back", this)),
      next_(namedButton("next", this)),
      copy_(namedButton("copyKey", this)),
      close_(namedButton("close", this)) {
  setWindowTitle(tr("Sign a model"));
  headline_->setObjectName(QStringLiteral("signHeadline"));
  back_->setText(tr("&Back"));
  copy_->setText(tr("Copy &public key"));
  next_->setDefault(true);
  // Return is never Cancel, also while the main button is not there.
  close_->setAutoDefault(false);
  arrange();
  connect(cover_, &SignCoverPage::howChanged, this, &SignDialog::measure);
  connect(with_, &SignWithPage::changed, this, &SignDialog::showButtons);
  connect(back_, &QPushButton::clicked, this, [this] { showStep(cover); });
  connect(next_, &QPushButton::clicked, this, &SignDialog::goOn);
  connect(close_, &QPushButton::clicked, this, &SignDialog::reject);
  connect(login_, &LoginPage::confirmed, this, [this](bool yes) { talk_->confirm(yes); });
  connect(login_, &LoginPage::codeGiven, this, [this] { talk_->answer(login_->takeCode()); });
  connect(copy_, &QPushButton::clicked, this,
          [this] { QApplication::clipboard()->setText(own(made_->material.key.pem())); });
  measure();
}

void SignDialog::arrange() {
  headline_->setFont(headlineFont(font()));
  steps_->addWidget(cover_);
  steps_->addWidget(with_);
  steps_->addWidget(login_);
  steps_->addWidget(makeDonePage());
  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(unit);
  buttons->addWidget(copy_);
  buttons->addStretch();
  for (auto* button : {back_, next_, close_}) buttons->addWidget(button);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(3 * unit, 3 * unit, 3 * unit, 2 * unit);
  column->setSpacing(2 * unit);
  column->addWidget(headline_);
  column->addWidget(line_);
  column->addWidget(steps_, 1);
  column->addLayout(buttons);
  resize(fontMetrics().averageCharWidth() * 96, fontMetrics().height() * 36);
}

void SignDialog::measure() {
  // A model that is hashed already has its turn, and the one that takes its place keeps it.
  const bool isItsTurn = job_ && turn_;
  job_.reset();
  canGoOn_ = true;
  cover_->setWaiting();
  if (isItsTurn) {
    beginToMeasure();
  } else {
    turn_ = nullptr;
    turn_ = turns_.ask(this, [this] { beginToMeasure(); });
  }
  showStep(cover);
}

void SignDialog::beginToMeasure() {
  job_ = std::make_unique<SignJob>(model_, cover_->how(), services_->now());
  cover_->setReading();
  connect(job_.get(), &SignJob::listed, this, [this](const Listed& listed) {
    cover_->setListed(listed);
    with_->setListed(listed);
    showButtons();
  });
  connect(job_.get(), &SignJob::progressed, cover_, &SignCoverPage::setProgress);
  connect(job_.get(), &SignJob::measured, this, [this](const auto& measured) {
    turn_ = nullptr;
    cover_->setMeasured(*measured);
    showStep(Step(steps_->currentIndex()));
  });
  connect(job_.get(), &SignJob::failed, this, [this](const base::Error& error) {
    turn_ = nullptr;
    cover_->setFailed(error);
    canGoOn_ = false;
    showStep(cover);
  });
  connect(job_.get(), &SignJob::signedAndWritten, this, &SignDialog::showSigned);
  connect(job_.get(), &SignJob::refused, this, &SignDialog::showRefused);
}

QWidget* SignDialog::makeDonePage() {
  auto* page = new QWidget;
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(facts_);
  column->addStretch();
  return page;
}

void SignDialog::goOn() {
  switch (steps_->currentIndex()) {
    case cover:
      showStep(with);
      return with_->setFocus(Qt::OtherFocusReason);
    case with:
      return sign();
    default:
      accept();
      emit verifyWanted(made_->signature, expectation());
  }
}

void SignDialog::sign() {
  with_->clearTrouble();
  auto order = takeOrder();
  if (!order) return with_->setTrouble(order.error());
  working_ = true;
  job_->sign(std::move(*order));
  showStep(journal_ ? login : with);
}

base::Result<SignOrder> SignDialog::takeOrder() {
  journal_ = nullptr;
  talk_ = nullptr;
  timestampFrom_ = with_->timestampAuthority();
  signing::Witnesses witnesses;
  if (timestampFrom_) {
    witnesses.push_back(std::make_shared<signing::TimestampAuthority>(services_->http(), *timestampFrom_));
  }
  const auto now = services_->now();
  if (with_->method() != SignWithPage::Method::login)
    return SignOrder{with_->takeCredentials(), with_->target(), std::move(witnesses), now};
  auto parts = beginLogin();
  if (!parts) return base::fail(std::move(parts.error()));
  return SignOrder{ByLogin{std::move(*parts)}, with_->target(), std::move(witnesses), now};
}

base::Result<signing::KeylessParts> SignDialog::beginLogin() {
  login_->clear();
  journal_ = std::make_shared<trust::Journal>();
  talk_ = std::make_unique<LoginTalk>();
  connect(talk_.get(), &LoginTalk::happened, login_, &LoginPage::add);
  connect(talk_.get(), &LoginTalk::codeWanted, login_, &LoginPage::askForCode);
  connect(talk_.get(), &LoginTalk::loggedIn, login_, &LoginPage::askWhether);
  connect(talk_.get(), &LoginTalk::deviceShown, login_, &LoginPage::showDevice);
  connect(talk_.get(), &LoginTalk::linkShown, this, [this](const QString& url) {
    login_->showLink(url, services_->openBrowser && services_->openBrowser(url));
  });
  return offer_->parts(*services_, with_->loginWay(), *talk_, journal_);
}

void SignDialog::stopSigning() {
  job_->stopSigning();
  close_->setEnabled(false);
  line_->setText(tr("Stopping"));
}

void SignDialog::reject() {
  if (working_ && close_->isEnabled()) return stopSigning();
  QDialog::reject();
}

void SignDialog::showRefused(const base::Error& error) {
  working_ = false;
  with_->setTrouble(error, journal_ ? say(words::why_not_signed(error, *journal_)) : QString());
  showStep(with);
}

void SignDialog::showStep(Step step) {
  steps_->setCurrentIndex(step);
  const auto name = shownName(model_);
  if (step == cover) {
    headline_->setText(tr("What will be covered"));
    line_->setText(tr("Whoever checks the signature of “%1” will see whether these files are still the same.")
                       .arg(name));
  } else if (step == with && !working_) {
    headline_->setText(tr("What to sign with"));
  } else if (step == login) {
    headline_->setText(tr("Signing"));
    line_->setText(tr(
        "First you log in and say that it was you, then the services are asked. Nothing is public before."));
  } else if (step == with) {
    headline_->setText(tr("Signing"));
    line_->setText(timestampFrom_
                       ? tr("A token may wait for you to touch it. Then the timestamp authority is "
                            "asked.")
                       : tr("A token may wait for you to touch it."));
  } else {
    headline_->setText(tr("Signed"));
    line_->setText(tr("What was signed was read back and checked before it was written."));
  }
  with_->setEnabled(!working_);
  showButtons();
}

QString SignDialog::withLine() const {
  if (!job_) return tr("Another model is being read first; this can be filled in meanwhile.");
  if (!job_->result()) return tr("The files are still being hashed; this can be filled in meanwhile.");
  const auto missing = with_->missing();
  return missing.isEmpty() ? tr("Everything is hashed and can be signed.") : missing;
}

void SignDialog::showButtons() {
  const auto step = steps_->currentIndex();
  if (step == with && !working_) line_->setText(withLine());
  back_->setVisible(step == with);
  back_->setEnabled(!working_);
  copy_->setVisible(step == done && made_->material.method != signature::Method::sigstore);
  close_->setText(step == done ? tr("&Close") : tr("&Cancel"));
  const bool byLogin = with_->method() == SignWithPage::Method::login;
  close_->setEnabled(true);
  next_->setVisible(step != login);
  next_->setText(step == cover  ? tr("&Next")
                 : step == done ? tr("&Verify it now")
                 : byLogin      ? tr("&Agree, and log in")
                                : tr("&Sign"));
  for (auto* button : {back_, next_, copy_, close_}) makeRoomy(*button);
  next_->setEnabled(step == cover  ? canGoOn_
                    : step == with ? job_ && job_->result() && with_->missing().isEmpty() && !working_
                                   : true);
  next_->setPalette(next_->isEnabled() ? mainButtonPalette(palette()) : QPalette());
}

trust::Expectation SignDialog::expectation() const {
  if (made_->material.method == signature::Method::key) return trust::ExpectedKeys{{made_->material.key}};
  if (made_->material.method != signature::Method::sigstore) return trust::NoExpectation{};
  const auto me = signing::certified_identity(made_->material.certificates.front());
  if (!me) return trust::NoExpectation{};
  return trust::ExpectedIdentities{{{me->name, me->issuer}}};
}

void SignDialog::addPublications() {
  if (const auto me = signing::certified_identity(made_->material.certificates.front())) {
    facts_->add(tr("Signed as"), shown(me->name));
    facts_->add(tr("Vouched for by"), shown(me->issuer));
  }
  for (const auto& each : journal_->published()) {
    if (!each.log_index) continue;
    facts_->add(tr("In the public log"),
                tr("%1, entry %2").arg(shown(each.host), QString::number(*each.log_index)));
  }
  facts_->add(tr("What others need"),
              tr("Your identity and who vouches for it, as above, from a place that they trust."));
}

void SignDialog::showSigned(const Signed& made) {
  working_ = false;
  made_ = made;
  const auto& material = made.material;
  using Face = FactsForm::Face;
  facts_->add(tr("Written to"), shownPath(made.signature), Face::monospace);
  facts_->add(tr("Files covered"), grouped(qint64(made.files)));
  if (journal_) {
    addPublications();
    showStep(done);
    return next_->setFocus(Qt::OtherFocusReason);
  }
  if (timestampFrom_) facts_->add(tr("Time vouched for by"), shown(net::host_of(*timestampFrom_)));
  facts_->add(tr("Key"), own(crypto::name(material.key.type())));
  facts_->add(tr("SHA-256 of the public key's PEM"), fingerprint(material.key), Face::monospace);
  if (!material.certificates.empty())
    facts_->add(tr("Certificate of"), shown(material.certificates.front().subject()));
  facts_->add(tr("What others need"),
              material.method == signature::Method::key
                  ? tr("Your public key, from a place that they trust: not from beside the model.")
                  : tr("The root of your certificate authority, from a place that they trust."));
  showStep(done);
  next_->setFocus(Qt::OtherFocusReason);
}

}  // namespace weighmaster::ui
