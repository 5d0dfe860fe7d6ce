#include "ui/views/facts_form.h"

#include <QEvent>
#include <QGridLayout>

#include "ui/models/text.h"
#include "ui/views/theme.h"
#include "ui/views/wrapped_label.h"

namespace weighmaster::ui {

FactsForm::FactsForm(QWidget* parent) : QWidget(parent), grid_(new QGridLayout(this)) {
  grid_->setContentsMargins(0, 0, 0, 0);
  grid_->setHorizontalSpacing(3 * unit);
  grid_->setVerticalSpacing(unit);
  grid_->setColumnStretch(0, 1);
  grid_->setColumnStretch(1, 3);
}

void FactsForm::clear() {
  for (const auto& row : rows_) {
    delete row.name;
    delete row.value;
  }
  rows_.clear();
  text_.clear();
}

void FactsForm::addRow(const Row& row) {
  const int line = grid_->rowCount();
  grid_->addWidget(row.name, line, 0, 1, row.value ? 1 : 2, Qt::AlignTop);
  if (row.value) grid_->addWidget(row.value, line, 1);
  rows_.push_back(row);
  look(row);
}

void FactsForm::addHeading(const QString& text) {
  auto* label = new WrappedLabel(this);
  label->setText(text);
  text_ += text + u'\n';
  addRow({label, nullptr, Face::text, words::Tone::neutral});
}

void FactsForm::add(const QString& name, const QString& value, Face face) {
  if (value.isEmpty()) return;
  auto* left = new WrappedLabel(this);
  left->setText(name);
  auto* right = new WrappedLabel(this);
  right->setText(value);
  right->setAccessibleName(name + QStringLiteral(": ") + value);
  text_ += name + QStringLiteral(": ") + value + u'\n';
  addRow({left, right, face, words::Tone::neutral});
}

void FactsForm::addOutcome(const QString& name, verdict::Outcome outcome, const QString& remark) {
  auto value = symbol(outcome) + QString(u' ') + say(words::title(outcome));
  if (!remark.isEmpty()) value += QStringLiteral(", ") + remark;
  add(name, value);
  rows_.back().tone = tone(outcome);
  look(rows_.back());
}

void FactsForm::look(const Row& row) const {
  row.name->setFont(row.value ? font() : boldFont(largeFont(font())));
  row.name->setColour(row.value ? quietText(palette()) : palette().color(QPalette::WindowText));
  if (!row.value) return;
  row.value->setFont(row.face == Face::monospace ? monospaceFont(font()) : font());
  const bool plain = row.tone == words::Tone::neutral;
  row.value->setColour(plain ? palette().color(QPalette::WindowText) : toneColours(palette(), row.tone).text);
}

void FactsForm::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
    for (const auto& row : rows_) look(row);
  }
  QWidget::changeEvent(event);
}

}  // namespace weighmaster::ui
