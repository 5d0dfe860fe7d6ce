#pragma once

#include "ui/models/certificates_model.h"
#include "ui/views/page.h"

class QPushButton;
class QTreeView;

namespace weighmaster::ui {

/// The chain: each link's status, validity and fingerprint; PEM to take away.
class CertificatesPage : public Page {
  Q_OBJECT

 public:
  explicit CertificatesPage(QWidget* parent = nullptr);
  void setReport(const ReportPtr& report);

 private:
  void showDetails();
  /// What logs of certificates promised, as it stands in the certificate.
  void showLogged(const crypto::Certificate& certificate);
  void exportPem();
  void write(const std::filesystem::path& path);

  CertificatesModel model_;
  QTreeView* view_;
  FactsForm* form_;
  verdict::Outcome logged_ = verdict::Outcome::not_checked;
  QPushButton* export_;
};

}  // namespace weighmaster::ui
