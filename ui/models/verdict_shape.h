#pragma once

#include <QPainter>

#include "verdict/report.h"

namespace weighmaster::ui {

/// The shape of a verdict: a shield, an octagon, a triangle, a circle. Says the same as the headline, to the
/// eye, without colour.
enum class VerdictShape : std::uint8_t { shield, octagon, triangle, question, information };

[[nodiscard]] VerdictShape shapeOf(verdict::Verdict verdict);
void paintShape(QPainter& painter, VerdictShape shape, const QRectF& rect, const QColor& colour);

}  // namespace weighmaster::ui
