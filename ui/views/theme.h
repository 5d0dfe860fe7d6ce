#pragma once

#include <QFont>
#include <QPushButton>

#include "ui/models/tone_colours.h"

/// Colours derived from the platform's palette, fonts from its font, distances in one unit.
namespace weighmaster::ui {

/// Everything stands on a grid of eight pixels.
inline constexpr int unit = 8;

/// Text of less weight, still at least 4.5:1 on base and window.
[[nodiscard]] QColor quietText(const QPalette& palette);
/// Lines around panels, 3:1 is not asked of them: they separate, they say nothing. In palettes of the highest
/// contrast they are as strong as the text.
[[nodiscard]] QColor lineColour(const QPalette& palette);
/// The platform's highlight as a button's face, dark or light enough for its text.
[[nodiscard]] QPalette mainButtonPalette(const QPalette& palette);

/// Some styles set text close to a button's edge: what is added to its size.
inline constexpr QSize buttonRoom(2 * unit, unit / 2);
void makeRoomy(QPushButton& button);

// Two sizes of text and one headline. The platform's size is the smallest.
[[nodiscard]] QFont largeFont(QFont font);
[[nodiscard]] QFont headlineFont(QFont font);
[[nodiscard]] QFont boldFont(QFont font);
/// The platform's fixed-width face in the size of `like`.
[[nodiscard]] QFont monospaceFont(const QFont& like);

}  // namespace weighmaster::ui
