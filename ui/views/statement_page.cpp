#include "ui/views/statement_page.h"

#include <QEvent>
#include <QVBoxLayout>

#include "ui/jobs/background.h"
#include "ui/models/reading_order.h"
#include "ui/models/statement_text.h"
#include "ui/views/ordered_text.h"
#include "ui/views/theme.h"

namespace weighmaster::ui {

StatementPage::StatementPage(QWidget* parent) : Page(parent), text_(new OrderedText(this)) {
  text_->setFont(monospaceFont(font()));
  text_->setAccessibleName(tr("Statement"));
  column()->addWidget(text_, 1);
}

QString StatementPage::lineFor(const ReportPtr& report) {
  using verdict::Content;
  if (report && report->content == Content::file)
    return tr("The file itself was signed; there is no statement.");
  if (!report || report->statement_text.empty()) return tr("There is no statement to show.");
  if (!report->statement_is_signed) return tr("What the signature file claims; not checked");
  return report->content == Content::attestation
             ? tr("The signed statement, word for word. What it says of the file was not judged.")
             : tr("The signed statement, word for word: names and digests of all files.");
}

void StatementPage::setReport(const ReportPtr& report) {
  report_ = report;
  filled_ = false;
  text_->clear();
  const bool any = report && !report->statement_text.empty();
  setLine(lineFor(report));
  text_->setVisible(any);
  if (isVisible()) fill();
}

void StatementPage::showEvent(QShowEvent* event) {
  Page::showEvent(event);
  fill();
}

void StatementPage::changeEvent(QEvent* event) {
  if (event->type() == QEvent::FontChange) text_->setFont(monospaceFont(font()));
  Page::changeEvent(event);
}

void StatementPage::fill() {
  if (filled_ || !report_) return;
  filled_ = true;
  inBackground(
      this,
      [report = report_] {
        return std::make_pair(report, ReadingOrder(statementText(report->statement_text)).text());
      },
      [this](const std::pair<ReportPtr, QString>& made) {
        if (made.first == report_) text_->setPlainText(made.second);
      });
}

}  // namespace weighmaster::ui
