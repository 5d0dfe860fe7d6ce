#pragma once

#include <QIcon>
#include <QWidget>

#include "verdict/report.h"

namespace weighmaster::ui {

/// The shape of a verdict: a shield, an octagon, a triangle, a circle. Says the same as the headline, to the
/// eye.
class VerdictIcon : public QWidget {
  Q_OBJECT

 public:
  enum class Shape : std::uint8_t { shield, octagon, triangle, question, information };

  explicit VerdictIcon(QWidget* parent = nullptr);

  void set(Shape shape, const QColor& colour);
  [[nodiscard]] QSize sizeHint() const override;

  [[nodiscard]] static Shape shapeOf(verdict::Verdict verdict);
  static void paint(QPainter& painter, Shape shape, const QRectF& rect, const QColor& colour);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  Shape shape_ = Shape::information;
  QColor colour_;
};

/// The program's icon: the shield.
[[nodiscard]] QIcon programIcon();

}  // namespace weighmaster::ui
