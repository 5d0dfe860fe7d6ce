#include "ui/report/columns.h"

#include <algorithm>
#include <numeric>

namespace weighmaster::ui {
namespace {

/// A name of a file may be broken; with this much of it in a line it is still read as one.
constexpr int leastLiteral = 24;
/// A word may be broken too, if it is longer than words are.
constexpr qreal longestWord = 110 * pt;
/// A phrase of a few words is read at a glance, and not broken: "does not apply".
constexpr qreal shortPhrase = 80 * pt;

qreal longestWordOf(const QString& text, const Type& type) {
  qreal most = 0;
  for (const auto& word : text.split(u' ')) most = std::max(most, type.width(word));
  return std::min(most, longestWord);
}

qreal leastOf(const QString& text, const Type& type, qreal natural) {
  if (!type.isLiteral()) return natural <= shortPhrase ? natural : longestWordOf(text, type);
  return isDigest(text) ? natural : std::min(natural, leastLiteral * type.letter());
}

/// Of those that stand beside each other.
qreal sumOf(const std::vector<Need>& needs, const std::vector<std::size_t>& beside, qreal Need::*what) {
  qreal sum = columnGap * static_cast<qreal>(beside.size() - 1);
  for (const auto place : beside) sum += needs[place].*what;
  return sum;
}

/// Which of two columns has less claim to room that nobody needs.
bool claimsLess(const Need& one, const Need& other) {
  if (one.isNumber != other.isNumber) return one.isNumber;
  return one.weight != other.weight ? one.weight < other.weight : one.least < other.least;
}

/// What is left is given to those who need more, in proportion to their weights, and what then is left to the
/// weightiest, so that the table is as wide as the page.
void share(std::vector<Need>& needs, const std::vector<std::size_t>& beside, qreal page) {
  qreal left = page - sumOf(needs, beside, &Need::least);
  for (std::size_t round = 0; round < beside.size() && left > 1; ++round) {
    unsigned weights = 0;
    for (const auto place : beside) {
      if (needs[place].natural > needs[place].least) weights += needs[place].weight;
    }
    if (weights == 0) break;
    const auto portion = left / weights;
    for (const auto place : beside) {
      auto& need = needs[place];
      const auto more = std::min(need.natural - need.least, portion * need.weight);
      if (more <= 0) continue;
      need.least += more;
      left -= more;
    }
  }
  const auto first = std::max_element(beside.begin(), beside.end(),
                                      [&](auto a, auto b) { return claimsLess(needs[a], needs[b]); });
  if (left > 0) needs[*first].least += left;
}

/// All columns of digests go below where there is no room for all of them: those of one row are compared.
std::vector<std::size_t> chooseBeside(const std::vector<Need>& needs, qreal page) {
  std::vector<std::size_t> beside(needs.size());
  std::iota(beside.begin(), beside.end(), std::size_t{0});
  const auto isDigests = [&](std::size_t place) { return needs[place].hasDigests; };
  const bool all = std::all_of(beside.begin(), beside.end(), isDigests);
  if (!all && sumOf(needs, beside, &Need::least) > page) std::erase_if(beside, isDigests);
  return beside;
}

/// Where even that is too wide, all give up the same part.
void squeeze(std::vector<Need>& needs, const std::vector<std::size_t>& beside, qreal page) {
  const auto gaps = columnGap * static_cast<qreal>(beside.size() - 1);
  const auto factor = (page - gaps) / (sumOf(needs, beside, &Need::least) - gaps);
  if (factor >= 1) return;
  for (const auto place : beside) needs[place].least *= factor;
}

}  // namespace

std::size_t Columns::below() const {
  return static_cast<std::size_t>(
      std::count_if(columns.begin(), columns.end(), [](const Column& column) { return column.isBelow; }));
}

bool isDigest(const QString& text) {
  constexpr qsizetype shortest = 32;
  const auto colon = text.indexOf(u':');
  const auto hex = QStringView(text).mid(colon + 1);
  return hex.size() >= shortest && std::all_of(hex.begin(), hex.end(), [](QChar letter) {
           return (letter >= u'0' && letter <= u'9') || (letter >= u'a' && letter <= u'f') ||
                  (letter >= u'A' && letter <= u'F');
         });
}

void widen(Need& need, const QString& text, const Type& type, qreal mark, qreal page) {
  const auto bare = type.width(text);
  const auto natural = std::min(bare + mark, page);
  const bool digest = type.isLiteral() && isDigest(text);
  need.natural = std::max(need.natural, natural);
  if (need.isNumber)
    need.least = need.natural;
  else if (natural > need.least)
    need.least = std::max(need.least, std::min(leastOf(text, type, bare) + mark, page));
  need.hasDigests = need.hasDigests || digest;
}

Columns columnsFor(std::vector<Need> needs, qreal page) {
  Columns columns;
  columns.columns.resize(needs.size());
  if (needs.empty()) return columns;
  const auto beside = chooseBeside(needs, page);
  squeeze(needs, beside, page);
  share(needs, beside, page);
  for (auto& column : columns.columns) column.isBelow = true;
  qreal x = 0;
  for (const auto place : beside) {
    columns.columns[place] = {x, needs[place].least, needs[place].isNumber, needs[place].isMarked, false};
    x += needs[place].least + columnGap;
  }
  for (std::size_t place = 0; place < needs.size(); ++place) {
    auto& column = columns.columns[place];
    if (column.isBelow) column = {belowIndent, page - belowIndent, false, needs[place].isMarked, true};
  }
  return columns;
}

}  // namespace weighmaster::ui
