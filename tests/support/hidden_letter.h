#pragma once

#include <QChar>
#include <QString>

namespace weighmaster::tests {

/// Whether a character hides itself or moves, hides or repaints others (Unicode: categories Cc, Cf, Co, Cs,
/// Zl and Zp, and Default_Ignorable_Code_Point).
inline bool hides(char32_t letter) {
  switch (QChar::category(letter)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_PrivateUse:
    case QChar::Other_Surrogate:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
      return true;
    default:
      break;
  }
  const auto within = [letter](char32_t first, char32_t last) { return first <= letter && letter <= last; };
  return letter == 0x34F || within(0x115F, 0x1160) || within(0x17B4, 0x17B5) || within(0x180B, 0x180F) ||
         letter == 0x3164 || within(0xFE00, 0xFE0F) || letter == 0xFFA0 || within(0xE0000, 0xE0FFF);
}

/// The first such letter of what a person is shown, as "U+202E"; empty where there is none. Where a text has
/// lines of its own, their ends may be there.
inline QString hiddenLetter(const QString& shown, bool mayHaveLines = false) {
  for (const auto letter : shown.toUcs4()) {
    if (mayHaveLines && letter == U'\n') continue;
    if (hides(letter))
      return QStringLiteral("U+%1").arg(static_cast<uint>(letter), 4, 16, QLatin1Char('0')).toUpper();
  }
  return {};
}

}  // namespace weighmaster::tests
