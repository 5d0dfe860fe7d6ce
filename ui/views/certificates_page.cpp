#include "ui/views/certificates_page.h"

#include <QFileDialog>
#include <QHeaderView>
#include <QPushButton>
#include <QTreeView>
#include <QVBoxLayout>

#include "base/encoding.h"
#include "base/file.h"
#include "signature/sct.h"
#include "ui/jobs/background.h"
#include "ui/models/text.h"
#include "ui/views/cell_delegate.h"
#include "ui/views/facts_form.h"
#include "ui/views/message.h"
#include "ui/views/roomy_column.h"

namespace weighmaster::ui {

CertificatesPage::CertificatesPage(QWidget* parent) : Page(parent), view_(new QTreeView(this)) {
  view_->setModel(&model_);
  view_->setRootIsDecorated(false);
  view_->setUniformRowHeights(true);
  view_->setItemDelegate(
      new CellDelegate(CertificatesModel::statusColumn, CertificatesModel::toneRole, -1, view_));
  view_->setAccessibleName(tr("Certificates, the signer's first"));
  view_->header()->setAccessibleName(tr("Columns of the certificates"));
  view_->header()->setStretchLastSection(false);
  new RoomyColumn(view_, CertificatesModel::subjectColumn, CertificatesModel::statusColumn);
  column()->addWidget(view_, 1);
  form_ = addForm(tr("Certificate"));
  export_ = addButton(tr("Export as PEM…"), tr("Export the certificates as PEM"));
  connect(export_, &QPushButton::clicked, this, &CertificatesPage::exportPem);
  connect(view_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
          &CertificatesPage::showDetails);
}

void CertificatesPage::setReport(const ReportPtr& report) {
  model_.setReport(report);
  logged_ = report ? report->step(verdict::StepId::certificate_log).outcome : verdict::Outcome::not_checked;
  const bool any = model_.rowCount() > 0;
  const bool byKey = report && report->method == signature::Method::key;
  setLine(any     ? tr("Who vouches for whom, from the signer up to a root.")
          : byKey ? tr("Signed with a bare key: there are no certificates.")
                  : tr("There are no certificates to show."));
  view_->setVisible(any);
  export_->setEnabled(any);
  for (int column = 1; column < CertificatesModel::columns; ++column) view_->resizeColumnToContents(column);
  view_->setColumnWidth(CertificatesModel::issuerColumn, fontMetrics().averageCharWidth() * 34);
  if (any) view_->setCurrentIndex(model_.index(0, 0));
  showDetails();
}

void CertificatesPage::showDetails() {
  form_->clear();
  const auto* link = model_.link(view_->currentIndex().row());
  if (!link) return;
  const auto& certificate = link->certificate;
  const auto window = certificate.validity();
  using Face = FactsForm::Face;
  form_->add(tr("Certificate of"), shown(certificate.subject()));
  for (const auto& name : certificate.alternative_names()) {
    form_->add(tr("Name"), shown(name.value), Face::monospace);
  }
  form_->add(tr("Issued by"), shown(certificate.issuer()));
  if (window.start) form_->add(tr("Valid from"), bothTimes(*window.start));
  if (window.end) form_->add(tr("Valid until"), bothTimes(*window.end));
  form_->add(tr("Serial number"), own(certificate.serial_number()), Face::monospace);
  form_->add(tr("SHA-256 fingerprint"), fingerprint(certificate.fingerprint()), Face::monospace);
  form_->addOutcome(tr("Status"), link->outcome, link->is_anchor ? tr("trusted root") : QString());
  showLogged(certificate);
}

void CertificatesPage::showLogged(const crypto::Certificate& certificate) {
  const auto list = certificate.extension(signature::sct_list_oid);
  if (!list) return;
  form_->addHeading(tr("Logs of certificates that promised to list it (SCT)"));
  const auto scts = signature::parse_sct_list(*list);
  if (!scts) return form_->add(tr("Promises"), say(words::what_is_so(scts.error())));
  if (model_.link(0) && model_.link(0)->certificate == certificate)
    form_->addOutcome(tr("Signed by logs that are known here"), logged_);
  for (const auto& sct : *scts) {
    form_->add(tr("Log ID"), own(base::to_hex(sct.log_id)), FactsForm::Face::monospace);
    form_->add(tr("Promised"), bothTimes(sct.time));
  }
}

void CertificatesPage::exportPem() {
  auto* dialog = new QFileDialog(this, tr("Export the certificates"), QString(), tr("PEM files (*.pem)"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix(QStringLiteral("pem"));
  connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) { write(toPath(path)); });
  dialog->open();
}

void CertificatesPage::write(const std::filesystem::path& path) {
  std::string pem;
  for (int row = 0; row < model_.rowCount(); ++row) pem += model_.link(row)->certificate.pem();
  inBackground(
      this, [path, pem] { return base::write_file(path, as_bytes(pem), base::Existing::replace); },
      [this](const base::Result<void>& written) {
        if (!written)
          showMessage(this, tr("The file was not written"), say(words::what_is_so(written.error())));
      });
}

}  // namespace weighmaster::ui
