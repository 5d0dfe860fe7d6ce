#include "ui/views/theme.h"

#include <QFontDatabase>
#include <cmath>

namespace weighmaster::ui {
namespace {

QFont scaled(QFont font, double factor) {
  if (font.pointSizeF() > 0)
    font.setPointSizeF(font.pointSizeF() * factor);
  else
    font.setPixelSize(static_cast<int>(std::lround(font.pixelSize() * factor)));
  return font;
}

}  // namespace

QColor quietText(const QPalette& palette) {
  const auto wish = mixed(palette.color(QPalette::WindowText), palette.color(QPalette::Window), 0.35);
  return readable(readable(wish, palette.color(QPalette::Window)), palette.color(QPalette::Base));
}

QColor lineColour(const QPalette& palette) {
  if (isOfHighestContrast(palette)) return palette.color(QPalette::WindowText);
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
  button.setMinimumSize(button.sizeHint() + buttonRoom);
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
