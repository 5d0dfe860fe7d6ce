#pragma once

#include <QPushButton>

namespace weighmaster::ui {

/// A button that stays pressed: shows one kind of rows and how many there are.
class Chip : public QPushButton {
  Q_OBJECT

 public:
  explicit Chip(QWidget* parent = nullptr);

  /// What it shows, as "Changed 2", and that in words of its own for screen readers.
  void say(const QString& text, const QString& accessibleName);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  /// Pressed looks pressed in every palette: in some, a style's shadow alone is not seen.
  void look();
};

}  // namespace weighmaster::ui
