#pragma once

#include <QPushButton>

namespace weighmaster::ui {

/// A button whose words are shortened where there is no room for them; whole they are in its tooltip.
class ElidedButton : public QPushButton {
  Q_OBJECT

 public:
  using QPushButton::QPushButton;

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  [[nodiscard]] QString fittingText() const;
};

}  // namespace weighmaster::ui
