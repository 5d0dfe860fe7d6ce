#include "ui/views/page.h"

#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/views/facts_form.h"
#include "ui/views/theme.h"
#include "ui/views/wrapped_label.h"

namespace weighmaster::ui {

Page::Page(QWidget* parent) : QWidget(parent), line_(new WrappedLabel(this)), column_(new QVBoxLayout(this)) {
  column_->setContentsMargins(0, unit, 0, 0);
  column_->setSpacing(unit);
  column_->addWidget(line_);
  line_->setObjectName(QStringLiteral("pageLine"));
  line_->setColour(quietText(palette()));
}

void Page::setLine(const QString& line) {
  line_->setText(line);
}

FactsForm* Page::addForm(const QString& accessibleName) {
  auto* area = new QScrollArea(this);
  auto* form = new FactsForm;
  auto* content = new QWidget;
  auto* inner = new QVBoxLayout(content);
  inner->setContentsMargins(0, 0, unit, 0);
  inner->addWidget(form);
  inner->addStretch();
  area->setWidget(content);
  area->setWidgetResizable(true);
  area->setFrameShape(QFrame::NoFrame);
  area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  area->setAccessibleName(accessibleName);
  column_->addWidget(area, 1);

  buttons_ = new QHBoxLayout;
  buttons_->setSpacing(unit);
  buttons_->addStretch();
  column_->addLayout(buttons_);
  auto* copy = addButton(tr("Copy as text"), tr("Copy %1 as text").arg(accessibleName));
  connect(copy, &QPushButton::clicked, form, [form] { QApplication::clipboard()->setText(form->asText()); });
  return form;
}

QPushButton* Page::addButton(const QString& text, const QString& accessibleName) {
  auto* button = new QPushButton(text, this);
  button->setAccessibleName(accessibleName);
  makeRoomy(*button);
  constexpr int stretch = 1;  // behind all buttons
  buttons_->insertWidget(buttons_->count() - stretch, button);
  return button;
}

void Page::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) line_->setColour(quietText(palette()));
  QWidget::changeEvent(event);
}

}  // namespace weighmaster::ui
