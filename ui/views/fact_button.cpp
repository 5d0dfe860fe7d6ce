#include "ui/views/fact_button.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "ui/models/text.h"
#include "ui/views/panel.h"
#include "ui/views/theme.h"
#include "ui/views/wrapped_label.h"

namespace weighmaster::ui {
namespace {

words::Tone toneOf(words::FactMark mark, bool calm) {
  switch (mark) {
    case words::FactMark::good:
      return calm ? words::Tone::neutral : words::Tone::good;
    case words::FactMark::bad:
      return words::Tone::bad;
    case words::FactMark::doubt:
      return words::Tone::caution;
    default:
      return words::Tone::neutral;
  }
}

}  // namespace

FactButton::FactButton(const QString& title, QWidget* parent)
    : QPushButton(parent),
      title_(title),
      symbol_(new QLabel(this)),
      heading_(new WrappedLabel(this)),
      value_(new WrappedLabel(this)),
      remark_(new WrappedLabel(this)),
      arrow_(new QLabel(QStringLiteral("›"), this)) {
  QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
  heading_->setText(title);
  symbol_->setTextFormat(Qt::PlainText);
  // Inside a button labels take the button's colours.
  symbol_->setForegroundRole(QPalette::WindowText);
  arrow_->setForegroundRole(QPalette::WindowText);
  auto* top = new QHBoxLayout;
  top->setSpacing(unit);
  top->addWidget(symbol_, 0, Qt::AlignTop);
  top->addWidget(heading_, 1);
  top->addWidget(arrow_, 0, Qt::AlignTop);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(2 * unit, unit, 2 * unit, unit);
  column->setSpacing(unit / 2);
  column->addLayout(top);
  column->addWidget(value_);
  column->addWidget(remark_);
  column->addStretch();
  for (auto* label : findChildren<QLabel*>()) {
    label->setAttribute(Qt::WA_TransparentForMouseEvents);
    // The row decides how narrow a fact may be.
    label->setMinimumWidth(1);
  }
  colour();
}

void FactButton::setFact(words::FactMark mark, const QString& value, const QString& remark, bool calm) {
  mark_ = mark;
  calm_ = calm;
  symbol_->setText(ui::symbol(mark));
  value_->setText(value);
  remark_->setText(remark);
  setAccessibleName(title_ + QStringLiteral(": ") + value);
  setAccessibleDescription(remark);
  colour();
  updateGeometry();
}

void FactButton::colour() {
  symbol_->setFont(boldFont(font()));
  heading_->setFont(boldFont(font()));
  value_->setFont(largeFont(font()));
  remark_->setFont(font());
  const auto quiet = quietText(palette());
  heading_->setColour(quiet);
  remark_->setColour(quiet);
  value_->setColour(palette().color(QPalette::Text));
  QPalette colours;
  colours.setColor(QPalette::WindowText, toneColours(palette(), toneOf(mark_, calm_)).text);
  symbol_->setPalette(colours);
}

QSize FactButton::sizeHint() const {
  return layout()->totalSizeHint();
}

QSize FactButton::minimumSizeHint() const {
  return layout()->totalMinimumSize();
}

int FactButton::heightForWidth(int width) const {
  return layout()->totalHeightForWidth(width);
}

void FactButton::paintEvent(QPaintEvent*) {
  const auto base = palette().color(QPalette::Base);
  const auto over = mixed(base, palette().color(QPalette::Highlight), 0.12);
  QPainter painter(this);
  paintPanel(painter, *this, {isDown() || underMouse() ? over : base, lineColour(palette()), {}, hasFocus()});
}

void FactButton::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) colour();
  QPushButton::changeEvent(event);
}

}  // namespace weighmaster::ui
