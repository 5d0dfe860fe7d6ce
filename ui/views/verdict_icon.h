#pragma once

#include <QIcon>
#include <QWidget>

#include "ui/models/verdict_shape.h"

namespace weighmaster::ui {

/// The shape of a verdict in its colour.
class VerdictIcon : public QWidget {
  Q_OBJECT

 public:
  explicit VerdictIcon(QWidget* parent = nullptr);

  void set(VerdictShape shape, const QColor& colour);
  [[nodiscard]] QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  VerdictShape shape_ = VerdictShape::information;
  QColor colour_;
};

/// The program's icon: the shield.
[[nodiscard]] QIcon programIcon();

}  // namespace weighmaster::ui
