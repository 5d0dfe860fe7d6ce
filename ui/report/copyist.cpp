#include "ui/report/copyist.h"

#include <limits>

#include "base/text.h"
#include "ui/models/text.h"

namespace weighmaster::ui {
namespace {

QString numberOf(char32_t character) {
  const bool wide = character > 0xFFFF;
  return (wide ? QStringLiteral("\\U%1") : QStringLiteral("\\u%1"))
      .arg(static_cast<uint>(character), wide ? 8 : 4, 16, QLatin1Char('0'));
}

}  // namespace

Copy Copyist::of(const words::Sentence& sentence) {
  Copy copy;
  if (sentence.empty()) return copy;
  const auto translate = [](std::string_view text) { return say(text).toStdString(); };
  for (const auto& part : words::parts(sentence, translate)) {
    const auto text = fit(part.text);
    if (part.from_outside) copy.outside.append({copy.text.size(), text.size()});
    copy.text += text;
  }
  return copy;
}

Copy Copyist::of(std::string_view literal) {
  return {fit(say(literal).toStdString())};
}

QString Copyist::fit(const std::string& text) {
  if (base::is_ascii(text)) return own(text);
  const auto seen = own(base::visible(text, std::numeric_limits<std::size_t>::max()));
  QString fit;
  for (const auto character : seen.toUcs4()) {
    if (canDraw(character))
      fit += QString::fromUcs4(reinterpret_cast<const char32_t*>(&character), 1);
    else
      fit += numberOf(character);
  }
  return fit;
}

bool Copyist::canDraw(char32_t character) {
  if (character >= U' ' && character <= U'~') return true;
  const auto known = drawable_.constFind(character);
  if (known != drawable_.constEnd()) return *known;
  const bool can = type_.canDraw(character);
  drawable_.insert(character, can);
  return can;
}

}  // namespace weighmaster::ui
