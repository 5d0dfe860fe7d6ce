#include "ui/views/checks_page.h"

#include <QHeaderView>
#include <QTreeView>
#include <QVBoxLayout>

#include "ui/views/cell_delegate.h"

namespace weighmaster::ui {

ChecksPage::ChecksPage(QWidget* parent) : Page(parent), view_(new QTreeView(this)) {
  view_->setModel(&model_);
  view_->setItemDelegate(new CellDelegate(ChecksModel::outcomeColumn, ChecksModel::toneRole, -1, view_));
  view_->setWordWrap(true);
  view_->setAccessibleName(tr("Checks"));
  view_->header()->setAccessibleName(tr("Columns of the checks"));
  view_->header()->setStretchLastSection(false);
  view_->header()->setSectionResizeMode(ChecksModel::checkColumn, QHeaderView::Stretch);
  column()->addWidget(view_, 1);
  setLine(tr("Every step of the check in its order, how it came out, and why."));
}

void ChecksPage::setReport(const ReportPtr& report) {
  model_.setReport(report);
  // A finding a file may be many thousand: those stay folded.
  constexpr std::size_t mostUnfolded = 20;
  for (int row = 0; row < model_.rowCount(); ++row) {
    const auto& findings = report->steps.at(static_cast<std::size_t>(row)).findings;
    view_->setExpanded(model_.index(row, 0), findings.size() <= mostUnfolded);
  }
  view_->setColumnWidth(ChecksModel::outcomeColumn, fontMetrics().averageCharWidth() * 22);
  view_->setColumnWidth(ChecksModel::codeColumn, fontMetrics().averageCharWidth() * 30);
}

}  // namespace weighmaster::ui
