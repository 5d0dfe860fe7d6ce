#include "ui/views/compare_dialog.h"

#include <QDialogButtonBox>
#include <QVBoxLayout>

#include "ui/views/comparison_view.h"
#include "ui/views/theme.h"
#include "ui/views/wrapped_label.h"

namespace weighmaster::ui {

CompareDialog::CompareDialog(const Comparison& comparison, QWidget* parent) : QDialog(parent) {
  setWindowTitle(tr("Compare the two"));
  auto* heading = new WrappedLabel(this);
  heading->setFont(boldFont(largeFont(font())));
  heading->setText(comparison.what);
  auto* view = new ComparisonView(ComparisonView::Words::here, this);
  view->setComparison(comparison);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(3 * unit, 3 * unit, 3 * unit, 2 * unit);
  column->setSpacing(2 * unit);
  column->addWidget(heading);
  column->addWidget(view);
  column->addStretch();
  column->addWidget(buttons);
  const int width = fontMetrics().averageCharWidth() * 80;
  resize(width, column->totalHeightForWidth(width));
}

}  // namespace weighmaster::ui
