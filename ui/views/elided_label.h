#pragma once

#include <QLabel>

namespace weighmaster::ui {

/// One line of plain text that is shortened at its end where there is no room; whole it is in its tooltip.
class ElidedLabel : public QLabel {
  Q_OBJECT

 public:
  explicit ElidedLabel(QWidget* parent = nullptr);

  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  [[nodiscard]] QString fittingText() const;
};

}  // namespace weighmaster::ui
