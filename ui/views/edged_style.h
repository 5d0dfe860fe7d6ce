#pragma once

#include <QProxyStyle>

namespace weighmaster::ui {

/// The platform's style where it forgets some eyes. In palettes of the highest contrast buttons and fields
/// have a line around them: some styles take the edge of a button from its ground, and on black nobody would
/// see where it ends. The marks of check boxes and radio buttons grow with the text beside them.
class EdgedStyle : public QProxyStyle {
  Q_OBJECT

 public:
  using QProxyStyle::QProxyStyle;

  void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override;
  int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
};

}  // namespace weighmaster::ui
