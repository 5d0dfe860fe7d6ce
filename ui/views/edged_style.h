#pragma once

#include <QProxyStyle>

namespace weighmaster::ui {

/// The platform's style where it forgets some eyes. Some styles take the edge of a control from its ground:
/// on black nobody would see where it ends, and on dark grey a field is a darker spot. In palettes of the
/// highest contrast there is a line around all that can be used or that holds something; in dark ones around
/// fields and boxes, at 3:1. The marks of check boxes and radio buttons grow with the text beside them.
class EdgedStyle : public QProxyStyle {
  Q_OBJECT

 public:
  using QProxyStyle::QProxyStyle;

  void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override;
  void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                   const QWidget* widget) const override;
  void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                          const QWidget* widget) const override;
  int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
};

}  // namespace weighmaster::ui
