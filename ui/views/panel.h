#pragma once

#include <QHelpEvent>
#include <QPainter>
#include <QWidget>

namespace weighmaster::ui {

/// A rounded ground with a line around it: what cards and fact buttons stand on.
struct PanelLook {
  QColor ground;
  QColor line;
  QColor bar;  // a thick edge on the left; invalid: none
  bool focused = false;
};
void paintPanel(QPainter& painter, const QWidget& widget, const PanelLook& look);

/// Text from outside as a tooltip that is never read as markup, its letters in reading order
/// (ui/models/reading_order.h).
[[nodiscard]] QString plainToolTip(const QString& text);
/// Brings it up where it was asked for; an empty one takes away what is up.
void showPlainToolTip(const QHelpEvent& event, const QString& text, QWidget* widget);

}  // namespace weighmaster::ui
