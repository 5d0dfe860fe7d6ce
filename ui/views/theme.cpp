#include "ui/views/theme.h"

#include <QFontDatabase>
#include <algorithm>
#include <cmath>

namespace weighmaster::ui {
namespace {

/// The hue of a tone, before it is fitted to the palette.
QColor hue(words::Tone tone) {
  switch (tone) {
    case words::Tone::good:
      return QColor(0x18, 0x79, 0x42);
    case words::Tone::neutral:
      return QColor(0x4b, 0x55, 0x63);
    case words::Tone::caution:
      return QColor(0x8a, 0x58, 0x00);
    case words::Tone::bad:
      return QColor(0xb4, 0x23, 0x1c);
  }
  return {};
}

double luminance(const QColor& colour) {
  const auto linear = [](double value) {
    return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

bool isDark(const QPalette& palette) {
  return luminance(palette.color(QPalette::Base)) < luminance(palette.color(QPalette::Text));
}

QFont scaled(QFont font, double factor) {
  if (font.pointSizeF() > 0)
    font.setPointSizeF(font.pointSizeF() * factor);
  else
    font.setPixelSize(static_cast<int>(std::lround(font.pixelSize() * factor)));
  return font;
}

}  // namespace

double contrast(const QColor& a, const QColor& b) {
  const auto [darker, lighter] = std::minmax({luminance(a), luminance(b)});
  return (lighter + 0.05) / (darker + 0.05);
}

QColor mixed(const QColor& a, const QColor& b, double share) {
  const auto part = [share](int x, int y) {
    return static_cast<int>(std::lround(x * (1 - share) + y * share));
  };
  return {part(a.red(), b.red()), part(a.green(), b.green()), part(a.blue(), b.blue())};
}

QColor readable(const QColor& wish, const QColor& background, double least) {
  const QColor end = luminance(background) < 0.18 ? Qt::white : Qt::black;
  for (int step = 0; step <= 20; ++step) {
    const auto colour = mixed(wish, end, step / 20.0);
    if (contrast(colour, background) >= least) return colour;
  }
  return end;
}

ToneColours toneColours(const QPalette& palette, words::Tone tone) {
  const auto base = palette.color(QPalette::Base);
  const bool dark = isDark(palette);
  ToneColours colours;
  colours.background = mixed(base, hue(tone), dark ? 0.32 : 0.10);
  colours.text = readable(hue(tone), colours.background);
  colours.text = readable(colours.text, base);
  colours.text = readable(colours.text, palette.color(QPalette::Window));
  colours.border = mixed(base, hue(tone), dark ? 0.6 : 0.3);
  return colours;
}

QColor quietText(const QPalette& palette) {
  const auto wish = mixed(palette.color(QPalette::WindowText), palette.color(QPalette::Window), 0.35);
  return readable(readable(wish, palette.color(QPalette::Window)), palette.color(QPalette::Base));
}

QColor lineColour(const QPalette& palette) {
  return mixed(palette.color(QPalette::Window), palette.color(QPalette::WindowText), 0.2);
}

QPalette mainButtonPalette(const QPalette& palette) {
  const auto text = palette.color(QPalette::HighlightedText);
  // Styles shade the face of a button: more contrast than text on a plain ground needs.
  const auto face = readable(palette.color(QPalette::Highlight), text, 5.5);
  QPalette main;
  for (const auto group : {QPalette::Active, QPalette::Inactive}) {
    main.setColor(group, QPalette::Button, face);
    main.setColor(group, QPalette::ButtonText, text);
  }
  return main;
}

void makeRoomy(QPushButton& button) {
  button.setMinimumSize(0, 0);
  button.setMinimumSize(button.sizeHint() + QSize(2 * unit, unit / 2));
}

QFont largeFont(QFont font) {
  return scaled(std::move(font), 1.15);
}

QFont headlineFont(QFont font) {
  font.setBold(true);
  return scaled(std::move(font), 1.6);
}

QFont boldFont(QFont font) {
  font.setBold(true);
  return font;
}

QFont monospaceFont(const QFont& like) {
  auto font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
  if (like.pointSizeF() > 0)
    font.setPointSizeF(like.pointSizeF());
  else
    font.setPixelSize(like.pixelSize());
  return font;
}

}  // namespace weighmaster::ui
