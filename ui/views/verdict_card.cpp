#include "ui/views/verdict_card.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/views/comparison_view.h"
#include "ui/views/elided_button.h"
#include "ui/views/flow_layout.h"
#include "ui/views/panel.h"
#include "ui/views/theme.h"
#include "ui/views/wrapped_label.h"

namespace weighmaster::ui {

VerdictCard::VerdictCard(QWidget* parent)
    : QFrame(parent),
      icon_(new VerdictIcon(this)),
      headline_(new WrappedLabel(this)),
      basis_(new WrappedLabel(this)),
      comparison_(new ComparisonView(this)),
      advice_(new WrappedLabel(this)),
      buttonRow_(new QWidget(this)),
      buttonLayout_(new FlowLayout(unit)) {
  setFocusPolicy(Qt::StrongFocus);
  headline_->setObjectName(QStringLiteral("headline"));
  headline_->setFont(headlineFont(font()));
  basis_->setObjectName(QStringLiteral("basis"));
  basis_->setFont(largeFont(font()));
  basis_->setBoldQuotes(true);
  advice_->setObjectName(QStringLiteral("advice"));
  advice_->setFont(boldFont(largeFont(font())));
  buttonRow_->setLayout(buttonLayout_);

  auto* column = new QVBoxLayout;
  column->setSpacing(unit);
  for (auto* part : {static_cast<QWidget*>(headline_), static_cast<QWidget*>(basis_),
                     static_cast<QWidget*>(comparison_), static_cast<QWidget*>(advice_), buttonRow_}) {
    column->addWidget(part);
  }
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(3 * unit, 2 * unit, 2 * unit, 2 * unit);
  row->setSpacing(2 * unit);
  row->addWidget(icon_, 0, Qt::AlignTop);
  row->addLayout(column, 1);
}

void VerdictCard::setContent(const CardContent& content) {
  content_ = content;
  headline_->setText(content.headline);
  basis_->setTextWithDigests(content.basis);
  basis_->setVisible(!content.basis.isEmpty());
  comparison_->setVisible(content.comparison.has_value());
  if (content.comparison) comparison_->setComparison(*content.comparison);
  advice_->setText(content.advice);
  advice_->setVisible(!content.advice.isEmpty());
  setAccessibleName(content.headline);
  setAccessibleDescription(content.basis + u' ' + content.advice);
  makeButtons();
  colour();
}

void VerdictCard::makeButtons() {
  for (auto* button : buttons_) {
    buttonLayout_->removeWidget(button);
    button->hide();
    // A press may be what brought us here.
    button->deleteLater();
  }
  buttons_.clear();
  for (const auto& [text, press] : content_.buttons) {
    auto* button = new ElidedButton(text, buttonRow_);
    button->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    button->setAccessibleName(text);
    connect(button, &QPushButton::clicked, this, [press = press] { press(); });
    buttonLayout_->addWidget(button);
    button->show();
    buttons_.push_back(button);
  }
  if (!buttons_.empty()) buttons_.front()->setObjectName(QStringLiteral("mainButton"));
  buttonRow_->setVisible(!buttons_.empty());
}

void VerdictCard::colour() {
  const auto colours = toneColours(palette(), content_.tone);
  icon_->set(content_.shape, colours.text);
  headline_->setColour(colours.text);
  if (!buttons_.empty()) buttons_.front()->setPalette(mainButtonPalette(palette()));
  update();
}

void VerdictCard::announce() {
  setFocus(Qt::OtherFocusReason);
  QAccessibleEvent alert(this, QAccessible::Alert);
  QAccessible::updateAccessibility(&alert);
}

void VerdictCard::paintEvent(QPaintEvent*) {
  const auto colours = toneColours(palette(), content_.tone);
  QPainter painter(this);
  paintPanel(painter, *this, {colours.background, colours.border, colours.text, hasFocus()});
}

void VerdictCard::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) colour();
  if (event->type() == QEvent::FontChange) {
    headline_->setFont(headlineFont(font()));
    basis_->setFont(largeFont(font()));
    advice_->setFont(boldFont(largeFont(font())));
  }
  QFrame::changeEvent(event);
}

}  // namespace weighmaster::ui
