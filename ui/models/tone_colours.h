#pragma once

#include <QColor>
#include <QPalette>

#include "words/words.h"

/// The colours of verdicts and states, fitted to a palette: the window's, or that of white paper.
namespace weighmaster::ui {

struct ToneColours {
  QColor text;        // at least 4.5:1 on the background, and on the palette's base and window
  QColor background;  // of a card
  QColor border;
};
[[nodiscard]] ToneColours toneColours(const QPalette& palette, words::Tone tone);

/// WCAG 2.1 contrast ratio, 1 to 21.
[[nodiscard]] double contrast(const QColor& a, const QColor& b);
/// `wish`, moved towards black or white until it can be read on `background`.
[[nodiscard]] QColor readable(const QColor& wish, const QColor& background, double least = 4.6);
/// Light letters on a dark ground.
[[nodiscard]] bool isDark(const QPalette& palette);
/// Nearly black and white: nobody chooses so much without a need for it.
[[nodiscard]] bool isOfHighestContrast(const QPalette& palette);
/// The line around a control, at least 3:1 on base and window.
[[nodiscard]] QColor controlLine(const QPalette& palette);
[[nodiscard]] QColor mixed(const QColor& a, const QColor& b, double share);

}  // namespace weighmaster::ui
