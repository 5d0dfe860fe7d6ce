#include "ui/views/checks_page.h"

#include <QHeaderView>
#include <QStyle>
#include <QTreeView>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/models/text.h"
#include "ui/views/cell_delegate.h"
#include "ui/views/roomy_column.h"
#include "ui/views/theme.h"

namespace weighmaster::ui {
namespace {

/// Findings are sentences: they take the lines that they need in the width of their column.
class SentenceDelegate : public CellDelegate {
 public:
  explicit SentenceDelegate(QTreeView* view)
      : CellDelegate(ChecksModel::outcomeColumn, ChecksModel::toneRole, -1, view), view_(view) {}

  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const auto size = CellDelegate::sizeHint(option, index);
    if (!index.parent().isValid() || index.column() != ChecksModel::checkColumn) return size;
    constexpr int levels = 2;
    const int margins = 2 * (view_->style()->pixelMetric(QStyle::PM_FocusFrameHMargin) + 1);
    const int width = view_->columnWidth(index.column()) - levels * view_->indentation() - margins;
    const auto lines = option.fontMetrics.boundingRect(QRect(0, 0, std::max(width, 1), QWIDGETSIZE_MAX),
                                                       Qt::TextWordWrap, index.data().toString());
    return {size.width(), std::max(size.height(), lines.height() + unit)};
  }

 private:
  const QTreeView* view_;
};

/// Which trusted root was used, and how old it was.
QString trustLine(const verdict::Report& report) {
  auto line = ChecksPage::tr("Trust root: %1").arg(shown(report.trust.source, 200));
  if (report.trust.version) line += ChecksPage::tr(", version %1").arg(*report.trust.version);
  if (report.trust.updated_at) {
    const auto days =
        std::chrono::floor<std::chrono::days>(report.checked_at - *report.trust.updated_at).count();
    line += ChecksPage::tr(", of %1").arg(own(base::to_rfc3339(*report.trust.updated_at)).left(10));
    if (days > 0)
      line += days == 1 ? ChecksPage::tr(" (a day old)") : ChecksPage::tr(" (%1 days old)").arg(days);
  }
  return line + u'.';
}

}  // namespace

ChecksPage::ChecksPage(QWidget* parent) : Page(parent), view_(new QTreeView(this)) {
  view_->setModel(&model_);
  view_->setItemDelegate(new SentenceDelegate(view_));
  view_->setWordWrap(true);
  view_->setAccessibleName(tr("Checks"));
  view_->header()->setAccessibleName(tr("Columns of the checks"));
  view_->header()->setStretchLastSection(false);
  new RoomyColumn(view_, ChecksModel::checkColumn);
  connect(view_->header(), &QHeaderView::sectionResized, view_, &QTreeView::doItemsLayout,
          Qt::QueuedConnection);
  column()->addWidget(view_, 1);
}

void ChecksPage::setReport(const ReportPtr& report) {
  model_.setReport(report);
  const auto line = tr("Every step of the check in its order, how it came out, and why.");
  const bool byRoot =
      report && report->method == signature::Method::sigstore && !report->trust.source.empty();
  setLine(byRoot ? line + u' ' + trustLine(*report) : line);
  // A finding a file may be many thousand: those stay folded.
  constexpr std::size_t mostUnfolded = 20;
  for (int row = 0; row < model_.rowCount(); ++row) {
    const auto& findings = report->steps.at(static_cast<std::size_t>(row)).findings;
    view_->setExpanded(model_.index(row, 0), findings.size() <= mostUnfolded);
  }
  const bool hasFindings = report && std::any_of(report->steps.begin(), report->steps.end(),
                                                 [](const auto& step) { return !step.findings.empty(); });
  view_->setRootIsDecorated(hasFindings);
  view_->setColumnWidth(ChecksModel::outcomeColumn, fontMetrics().averageCharWidth() * 22);
  view_->setColumnWidth(ChecksModel::codeColumn, fontMetrics().averageCharWidth() * 30);
}

}  // namespace weighmaster::ui
