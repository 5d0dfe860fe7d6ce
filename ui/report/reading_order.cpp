#include "ui/report/reading_order.h"

#include <algorithm>
#include <vector>

namespace weighmaster::ui {
namespace {

constexpr QChar leftToRightMark(0x200E);

enum class Order : std::uint8_t { left_to_right, right_to_left, digits, same };

/// Digits of Arabic scripts stand from the left, and yet make what is beside them change places.
Order orderOf(char32_t character) {
  switch (QChar::direction(character)) {
    case QChar::DirR:
    case QChar::DirAL:
      return Order::right_to_left;
    case QChar::DirAN:
      return Order::digits;
    case QChar::DirNSM:
      return Order::same;
    default:
      return Order::left_to_right;
  }
}

/// Before which letters a run of other order has ended.
std::vector<qsizetype> endsOfRuns(const QString& text) {
  std::vector<qsizetype> ends;
  Order before = Order::left_to_right;
  for (qsizetype at = 0; at < text.size(); ++at) {
    const bool pair = text.at(at).isHighSurrogate() && at + 1 < text.size();
    const auto order =
        orderOf(pair ? QChar::surrogateToUcs4(text.at(at), text.at(at + 1)) : text.at(at).unicode());
    if (order != Order::same) {
      if (before != Order::left_to_right && order != before) ends.push_back(at);
      before = order;
    }
    if (pair) ++at;
  }
  return ends;
}

}  // namespace

Copy inOrder(const Copy& copy) {
  if (isPlainAscii(copy.text)) return copy;
  const auto ends = endsOfRuns(copy.text);
  if (ends.empty()) return copy;
  Copy ordered;
  qsizetype from = 0;
  for (const auto end : ends) {
    ordered.text += QStringView(copy.text).mid(from, end - from);
    ordered.text += leftToRightMark;
    from = end;
  }
  ordered.text += QStringView(copy.text).mid(from);
  const auto moved = [&](qsizetype at) {
    return at + (std::upper_bound(ends.begin(), ends.end(), at) - ends.begin());
  };
  for (const auto& stretch : copy.outside) {
    const auto at = moved(stretch.at);
    ordered.outside.append({at, moved(stretch.at + stretch.length) - at});
  }
  return ordered;
}

}  // namespace weighmaster::ui
