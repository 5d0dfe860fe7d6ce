#pragma once

#include "ui/views/page.h"

namespace weighmaster::ui {

/// Who signed, as far as the signature file says.
class SignerPage : public Page {
  Q_OBJECT

 public:
  explicit SignerPage(QWidget* parent = nullptr);
  void setReport(const ReportPtr& report);

 private:
  void showSigner(const verdict::Report& report, const verdict::Signer& signer);
  void showExtensions(const verdict::Signer& signer);
  void showExpectation(const trust::Expectation& expectation);

  FactsForm* form_;
};

}  // namespace weighmaster::ui
