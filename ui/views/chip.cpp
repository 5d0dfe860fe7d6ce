#include "ui/views/chip.h"

#include <QEvent>

#include "ui/views/theme.h"

namespace weighmaster::ui {

Chip::Chip(QWidget* parent) : QPushButton(parent) {
  setCheckable(true);
  setAutoDefault(false);
  connect(this, &QPushButton::toggled, this, &Chip::look);
}

void Chip::say(const QString& text, const QString& accessibleName) {
  if (this->text() == text) return;
  setText(text);
  setAccessibleName(accessibleName);
  makeRoomy(*this);
}

void Chip::look() {
  // By the palette around it: its own is what is set here.
  setPalette(isChecked() && parentWidget() ? mainButtonPalette(parentWidget()->palette()) : QPalette());
}

void Chip::changeEvent(QEvent* event) {
  if (event->type() == QEvent::ApplicationPaletteChange) look();
  QPushButton::changeEvent(event);
}

}  // namespace weighmaster::ui
