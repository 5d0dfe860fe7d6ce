#include "ui/models/tone_colours.h"

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

/// Black and white are 21:1 apart.
constexpr double highest = 20;
/// What WCAG 2.1 asks of controls.
constexpr double control = 3;

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

bool isDark(const QPalette& palette) {
  return luminance(palette.color(QPalette::Base)) < luminance(palette.color(QPalette::Text));
}

bool isOfHighestContrast(const QPalette& palette) {
  return contrast(palette.color(QPalette::WindowText), palette.color(QPalette::Window)) >= highest;
}

QColor controlLine(const QPalette& palette) {
  const auto window = palette.color(QPalette::Window);
  const auto wish = mixed(window, palette.color(QPalette::WindowText), 0.2);
  return readable(readable(wish, window, control), palette.color(QPalette::Base), control);
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

}  // namespace weighmaster::ui
