#include "ui/report/front_page.h"

#include "ui/models/verdict_shape.h"
#include "ui/report/ink.h"

namespace weighmaster::ui {
namespace {

constexpr qreal cardBar = 5 * pt;
constexpr qreal cardIcon = 34 * pt;
constexpr qreal cardIconLeft = 18 * pt;
constexpr qreal cardTextLeft = cardIconLeft + cardIcon + 14 * pt;
constexpr qreal cardPadding = 14 * pt;

/// One after the other, with a space between.
Copy joined(const std::vector<words::Sentence>& sentences, Copyist& copyist) {
  Copy all;
  for (const auto& sentence : sentences) {
    if (!all.text.isEmpty()) all.text += u' ';
    const auto copy = copyist.of(sentence);
    for (const auto& stretch : copy.outside)
      all.outside.append({stretch.at + all.text.size(), stretch.length});
    all.text += copy.text;
  }
  return all;
}

/// A row of the card and the room above it.
struct CardPart {
  Row row;
  qreal above = 0;
};

std::vector<CardPart> cardParts(const words::Card& card, Pages& pages, Copyist& copyist) {
  const auto& types = pages.types();
  const Row::Place place{cardTextLeft, pages.width() - cardTextLeft - cardPadding};
  std::vector<CardPart> parts;
  const auto add = [&](const Copy& copy, const Type& type, qreal above) {
    if (copy.text.isEmpty()) return;
    Row row(type.leading());
    row.add(copy, type, place);
    parts.push_back({std::move(row), above});
  };
  add(copyist.of(card.headline), types.headline, cardPadding);
  add(joined(card.basis, copyist), types.prose, 5 * pt);
  add(copyist.of(card.advice), types.prose, 5 * pt);
  return parts;
}

}  // namespace

void setTitle(const words::Document& document, Pages& pages, Copyist& copyist) {
  const auto& types = pages.types();
  const auto icon = 15 * pt;
  Row name(types.strong.leading());
  name.add({QStringLiteral("Weighmaster")}, types.strong,
           {icon + 6 * pt, pages.width(), 0, false, ink::quiet});
  const auto under = [icon](QPainter& painter, const QRectF& rect) {
    paintShape(painter, VerdictShape::shield, QRectF(rect.topLeft(), QSizeF(icon, icon)), ink::quiet);
  };
  pages.set(name, {under, {}, 0, 0});
  pages.skip(20 * pt);
  Row title(types.title.leading());
  title.add(copyist.of(document.title), types.title, {0, pages.width()});
  pages.set(title);
  pages.skip(14 * pt);
}

void setCard(const words::Card& card, Pages& pages, Copyist& copyist) {
  const auto colours = paperColours(words::tone(card.verdict));
  const auto parts = cardParts(card, pages, copyist);
  qreal height = 0;
  for (const auto& part : parts) height += part.above + part.row.height();
  pages.need(height + cardPadding);
  // Each part reaches below the next, which is painted over it: between fields that only touch, a coarse
  // screen shows a white line.
  constexpr qreal overlap = 3 * pt;
  const auto groundTo = [&](qreal below) {
    return [&colours, below](QPainter& painter, const QRectF& rect) {
      const auto field = rect.adjusted(0, 0, 0, below);
      painter.fillRect(field, colours.background);
      painter.fillRect(QRectF(field.topLeft(), QSizeF(cardBar, field.height())), colours.text);
    };
  };
  const auto top = pages.y();
  const auto page = pages.page();
  for (const auto& part : parts) {
    const bool last = &part == &parts.back();
    pages.set(part.row, {groundTo(last ? 0 : overlap), {}, part.above, last ? cardPadding : 0});
  }
  auto* painter = pages.painter();
  if (painter && page == pages.page()) {
    const QPointF corner(pages.left() + cardIconLeft, top + cardPadding);
    paintShape(*painter, shapeOf(card.verdict), QRectF(corner, QSizeF(cardIcon, cardIcon)), colours.text);
    painter->setPen(QPen(colours.text, 0.75 * pt));
    painter->setBrush(Qt::NoBrush);
    painter->drawRect(QRectF(pages.left(), top, pages.width(), pages.y() - top));
  }
  pages.skip(16 * pt);
}

}  // namespace weighmaster::ui
