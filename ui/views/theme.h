#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>
#include <QPushButton>

#include "words/words.h"

/// Colours derived from the platform's palette, fonts from its font, distances in one unit.
namespace weighmaster::ui {

/// Everything stands on a grid of eight pixels.
inline constexpr int unit = 8;

struct ToneColours {
  QColor text;        // at least 4.5:1 on the background, and on the palette's base and window
  QColor background;  // of a card
  QColor border;
};
[[nodiscard]] ToneColours toneColours(const QPalette& palette, words::Tone tone);

/// Text of less weight, still at least 4.5:1 on base and window.
[[nodiscard]] QColor quietText(const QPalette& palette);
/// Lines around panels, 3:1 is not asked of them: they separate, they say nothing.
[[nodiscard]] QColor lineColour(const QPalette& palette);
/// The platform's highlight as a button's face, dark or light enough for its text.
[[nodiscard]] QPalette mainButtonPalette(const QPalette& palette);

/// Some styles set text close to a button's edge.
void makeRoomy(QPushButton& button);

/// WCAG 2.1 contrast ratio, 1 to 21.
[[nodiscard]] double contrast(const QColor& a, const QColor& b);
/// `wish`, moved towards black or white until it can be read on `background`.
[[nodiscard]] QColor readable(const QColor& wish, const QColor& background, double least = 4.6);
[[nodiscard]] QColor mixed(const QColor& a, const QColor& b, double share);

// Two sizes of text and one headline. The platform's size is the smallest.
[[nodiscard]] QFont largeFont(QFont font);
[[nodiscard]] QFont headlineFont(QFont font);
[[nodiscard]] QFont boldFont(QFont font);
/// The platform's fixed-width face in the size of `like`.
[[nodiscard]] QFont monospaceFont(const QFont& like);

}  // namespace weighmaster::ui
