#pragma once

#include <QProxyStyle>

namespace weighmaster::ui {

/// The platform's style, with a line around buttons and fields in palettes of the highest contrast. Some
/// styles take the edge of a button from its ground: on black nobody would see where it ends.
class EdgedStyle : public QProxyStyle {
  Q_OBJECT

 public:
  using QProxyStyle::QProxyStyle;

  void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override;
};

}  // namespace weighmaster::ui
