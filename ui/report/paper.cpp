#include "ui/report/paper.h"

#include <algorithm>
#include <array>

namespace weighmaster::ui {

std::optional<Paper> paperNamed(const QString& name) {
  for (const auto paper : {Paper::a4, Paper::letter}) {
    if (paperName(paper) == name) return paper;
  }
  return std::nullopt;
}

QString paperName(Paper paper) {
  return paper == Paper::a4 ? QStringLiteral("a4") : QStringLiteral("letter");
}

Paper usualPaper(const QLocale& locale) {
  using Country = QLocale::Country;
  static constexpr std::array letter{Country::UnitedStates, Country::Canada,     Country::Mexico,
                                     Country::Belize,       Country::Chile,      Country::Colombia,
                                     Country::CostaRica,    Country::ElSalvador, Country::Guatemala,
                                     Country::Nicaragua,    Country::Panama,     Country::Philippines,
                                     Country::PuertoRico,   Country::Venezuela};
  const bool isLetter = std::find(letter.begin(), letter.end(), locale.territory()) != letter.end();
  return isLetter ? Paper::letter : Paper::a4;
}

QPageSize pageSize(Paper paper) {
  return QPageSize(paper == Paper::a4 ? QPageSize::A4 : QPageSize::Letter);
}

}  // namespace weighmaster::ui
