#include "ui/report/type.h"

#include <QFontDatabase>
#include <algorithm>
#include <cmath>

namespace weighmaster::ui {
namespace {

/// The same face on as many computers as can be; where it is not there, the computer's own.
QFont family(Type::Face face) {
  const bool literal = face == Type::Face::literal;
  const auto system =
      QFontDatabase::systemFont(literal ? QFontDatabase::FixedFont : QFontDatabase::GeneralFont);
  QFont font;
  font.setFamilies(
      {literal ? QStringLiteral("DejaVu Sans Mono") : QStringLiteral("DejaVu Sans"), system.family()});
  font.setStyleHint(literal ? QFont::Monospace : QFont::SansSerif);
  return font;
}

QFont fontOf(Type::Face face, qreal size) {
  auto font = family(face);
  font.setPixelSize(static_cast<int>(std::lround(size * pt)));
  font.setBold(face == Type::Face::strong);
  font.setHintingPreference(QFont::PreferNoHinting);
  // Any distance between letters turns ligatures off: whoever copies "verified" from the page gets two
  // letters "f" and "i", and whoever looks for the word finds it.
  font.setLetterSpacing(QFont::AbsoluteSpacing, 1.0 / 64);
  return font;
}

}  // namespace

Type::Type(Face face, qreal size, qreal leading)
    : font_(fontOf(face, size)), metrics_(font_), size_(size * pt), leading_(leading * pt) {
  const auto height = metrics_.ascent() + metrics_.descent();
  baseline_ = (leading_ - height) / 2 + metrics_.ascent();
  letter_ = metrics_.horizontalAdvance(u'n');
  isLiteral_ = face == Face::literal;
  isFixed_ = isLiteral_ && qFuzzyCompare(letter_, metrics_.horizontalAdvance(u'i')) &&
             qFuzzyCompare(letter_, metrics_.horizontalAdvance(u'W'));
}

qreal Type::width(const QString& text) const {
  if (isFixed() && isPlainAscii(text)) return letter_ * static_cast<qreal>(text.size());
  return metrics_.horizontalAdvance(text);
}

bool Type::canDrawAscii() const {
  for (char32_t letter = U'!'; letter <= U'~'; ++letter) {
    if (!canDraw(letter)) return false;
  }
  return true;
}

bool Types::canDrawAscii() const {
  return prose.canDrawAscii() && strong.canDrawAscii() && literal.canDrawAscii();
}

bool isPlainAscii(const QString& text) {
  return std::all_of(text.begin(), text.end(), [](QChar letter) { return letter >= u' ' && letter <= u'~'; });
}

}  // namespace weighmaster::ui
