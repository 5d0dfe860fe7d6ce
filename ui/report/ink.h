#pragma once

#include <QColor>
#include <QPainter>

#include "ui/models/tone_colours.h"
#include "words/words.h"

/// What is drawn and not written, and the colours: few, dark enough to be read, and told apart by shape where
/// there is only black.
namespace weighmaster::ui {

namespace ink {
inline const QColor text(0x1a, 0x1d, 0x21);
/// At least 4.5:1 on white.
inline const QColor quiet(0x5a, 0x62, 0x6c);
inline const QColor line(0xc9, 0xce, 0xd4);
inline const QColor ground(0xf2, 0xf4, 0xf6);
}  // namespace ink

/// As the window has them on white.
[[nodiscard]] ToneColours paperColours(words::Tone tone);

/// The sign of a fact in a square: a tick, a cross, a question mark, a ring.
void paintMark(QPainter& painter, words::FactMark mark, const QRectF& square);

}  // namespace weighmaster::ui
