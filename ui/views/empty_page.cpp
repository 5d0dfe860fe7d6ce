#include "ui/views/empty_page.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/views/theme.h"
#include "ui/views/verdict_icon.h"
#include "ui/views/wrapped_label.h"

namespace weighmaster::ui {

EmptyPage::EmptyPage(bool hasExample, QWidget* parent)
    : QWidget(parent),
      icon_(new VerdictIcon(this)),
      headline_(new WrappedLabel(this)),
      text_(new WrappedLabel(this)),
      choose_(new QPushButton(tr("Choose a folder…"), this)) {
  headline_->setObjectName(QStringLiteral("headline"));
  headline_->setText(tr("Drop a model here"));
  text_->setText(tr("A folder, a file or a signature. Nothing is uploaded."));
  choose_->setAccessibleName(tr("Choose a folder to check"));
  connect(choose_, &QPushButton::clicked, this, &EmptyPage::chooseFolder);

  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(unit);
  buttons->addStretch();
  buttons->addWidget(choose_);
  if (hasExample) {
    auto* example = new QPushButton(tr("Try an example"), this);
    example->setObjectName(QStringLiteral("tryExample"));
    example->setAccessibleName(tr("Check an example model that comes with the program"));
    connect(example, &QPushButton::clicked, this, &EmptyPage::tryExample);
    buttons->addWidget(example);
  }
  buttons->addStretch();

  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(4 * unit, 4 * unit, 4 * unit, 4 * unit);
  column->setSpacing(2 * unit);
  column->addStretch();
  column->addWidget(icon_, 0, Qt::AlignHCenter);
  for (auto* label : {headline_, text_}) {
    label->setAlignment(Qt::AlignHCenter);
    column->addWidget(label);
  }
  column->addLayout(buttons);
  column->addStretch();
  look();
}

void EmptyPage::look() {
  const auto quiet = quietText(palette());
  icon_->set(VerdictShape::shield, quiet);
  headline_->setFont(headlineFont(font()));
  text_->setFont(largeFont(font()));
  text_->setColour(quiet);
  choose_->setPalette(mainButtonPalette(palette()));
  for (auto* button : findChildren<QPushButton*>()) makeRoomy(*button);
}

void EmptyPage::setAwaiting(bool awaiting) {
  awaits_ = awaiting;
  update();
}

void EmptyPage::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(awaits_ ? QPen(palette().color(QPalette::Highlight), 4)
                         : QPen(quietText(palette()), 2, Qt::DashLine));
  const double margin = 2 * unit;
  painter.drawRoundedRect(QRectF(rect()).adjusted(margin, margin, -margin, -margin), 1.5 * unit, 1.5 * unit);
}

void EmptyPage::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) look();
  QWidget::changeEvent(event);
}

}  // namespace weighmaster::ui
