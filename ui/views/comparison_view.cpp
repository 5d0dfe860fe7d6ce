#include "ui/views/comparison_view.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>

#include "ui/views/theme.h"
#include "ui/views/wrapped_label.h"

namespace weighmaster::ui {

ComparisonView::ComparisonView(QWidget* parent)
    : QWidget(parent), expected_(new WrappedLabel(this)), found_(new WrappedLabel(this)) {
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(2 * unit);
  grid->setVerticalSpacing(unit / 2);
  grid->addWidget(new QLabel(tr("expected"), this), 0, 0, Qt::AlignTop);
  grid->addWidget(expected_, 0, 1);
  grid->addWidget(new QLabel(tr("found"), this), 1, 0, Qt::AlignTop);
  grid->addWidget(found_, 1, 1);
  grid->setColumnStretch(1, 1);
  setFonts();
}

void ComparisonView::setComparison(const Comparison& comparison) {
  // Marks are not heard: a screen reader gets the words with either text.
  const auto show = [&](WrappedLabel* label, const QString& name, const QString& text,
                        const QList<Stretch>& marks) {
    label->setText(text);
    label->setMarks(marks);
    label->setAccessibleName(name + u' ' + text);
    label->setAccessibleDescription(comparison.spelledOut);
  };
  show(expected_, tr("expected"), comparison.expected, comparison.expectedMarks);
  show(found_, tr("found"), comparison.found, comparison.foundMarks);
}

void ComparisonView::setFonts() {
  expected_->setFont(monospaceFont(font()));
  found_->setFont(monospaceFont(font()));
}

void ComparisonView::changeEvent(QEvent* event) {
  if (event->type() == QEvent::FontChange) setFonts();
  QWidget::changeEvent(event);
}

}  // namespace weighmaster::ui
