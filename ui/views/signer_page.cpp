#include "ui/views/signer_page.h"

#include "ui/models/text.h"
#include "ui/views/facts_form.h"

namespace weighmaster::ui {
namespace {

using Face = FactsForm::Face;

QString kindText(crypto::AlternativeName::Kind kind) {
  switch (kind) {
    case crypto::AlternativeName::Kind::email:
      return SignerPage::tr("E-mail address");
    case crypto::AlternativeName::Kind::uri:
      return SignerPage::tr("Address (URI)");
    case crypto::AlternativeName::Kind::dns:
      return SignerPage::tr("Host name");
    case crypto::AlternativeName::Kind::other_name:
      return SignerPage::tr("Other name");
  }
  return {};
}

QString keyText(const crypto::PublicKey& key) {
  return SignerPage::tr("%1, %2 bits").arg(own(crypto::name(key.type()))).arg(key.bits());
}

/// A name that could be mistaken for another deserves a remark.
QString letterRemark(const std::string& name) {
  return base::is_ascii(name) ? QString() : SignerPage::tr("This name has letters that are not plain ASCII.");
}

}  // namespace

SignerPage::SignerPage(QWidget* parent) : Page(parent), form_(addForm(tr("Signer"))) {}

void SignerPage::setReport(const ReportPtr& report) {
  form_->clear();
  if (!report || !report->signer) {
    setLine(tr("Nothing is known about who signed this."));
    return;
  }
  const auto& signature = report->step(verdict::StepId::signature);
  setLine(signature.outcome == verdict::Outcome::passed
              ? tr("Who made the signature. Whether it is whom you expect, only you can say.")
              : tr("What the signature file claims about who made it; not checked."));
  showSigner(*report, *report->signer);
  showExpectation(report->expectation);
  showExtensions(*report->signer);
}

void SignerPage::showSigner(const verdict::Report& report, const verdict::Signer& signer) {
  form_->add(tr("Method"), say(words::title(signer.method)));
  if (signer.identity) {
    form_->add(tr("Identity"), shown(signer.identity->name), Face::monospace);
    form_->add(tr("Remark"), letterRemark(signer.identity->name));
    form_->add(tr("Vouched for by (issuer)"), shown(signer.identity->issuer), Face::monospace);
  }
  if (signer.names.size() > 1 || !signer.identity) {
    for (const auto& name : signer.names) form_->add(kindText(name.kind), shown(name.value), Face::monospace);
  }
  if (signer.key) {
    form_->add(tr("Key that was given"), keyText(*signer.key));
    form_->add(tr("SHA-256 of its PEM"), fingerprint(*signer.key), Face::monospace);
  }
  form_->add(tr("Key named in the signature (hint, proves nothing)"), shown(signer.key_hint),
             Face::monospace);
  form_->addOutcome(tr("Signature"), report.step(verdict::StepId::signature).outcome);
  form_->addOutcome(tr("Whom you expect"), report.step(verdict::StepId::signer).outcome);
}

void SignerPage::showExtensions(const verdict::Signer& signer) {
  if (signer.extensions.empty()) return;
  form_->addHeading(tr("What the certificate authority recorded"));
  for (const auto& extension : signer.extensions) {
    const auto name = extension.label.empty() ? shown(extension.oid) : own(extension.label);
    form_->add(name, shown(extension.value), Face::monospace);
  }
}

void SignerPage::showExpectation(const trust::Expectation& expectation) {
  if (std::holds_alternative<trust::NoExpectation>(expectation)) return;
  form_->addHeading(tr("Whom you expect"));
  if (const auto* identities = std::get_if<trust::ExpectedIdentities>(&expectation)) {
    for (const auto& identity : identities->any_of) {
      form_->add(tr("Identity"), shown(identity.name), Face::monospace);
      form_->add(tr("Vouched for by (issuer)"), shown(identity.issuer), Face::monospace);
    }
  }
  if (const auto* keys = std::get_if<trust::ExpectedKeys>(&expectation)) {
    for (const auto& key : keys->any_of) {
      form_->add(tr("Key"), keyText(key));
      form_->add(tr("SHA-256 of its PEM"), fingerprint(key), Face::monospace);
    }
  }
  if (const auto* roots = std::get_if<trust::ExpectedRoots>(&expectation)) {
    for (const auto& root : roots->anchors) {
      form_->add(tr("Root certificate"), shown(root.subject()), Face::monospace);
      form_->add(tr("SHA-256 fingerprint"), fingerprint(root.fingerprint()), Face::monospace);
    }
  }
}

}  // namespace weighmaster::ui
