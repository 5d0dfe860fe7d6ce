#include "ui/models/reading_order.h"

#include <algorithm>

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

ReadingOrder::ReadingOrder(const QString& text) : ends_(endsOfRuns(text)) {
  ordered_.reserve(text.size() + static_cast<qsizetype>(ends_.size()));
  qsizetype done = 0;
  for (const auto end : ends_) {
    ordered_ += QStringView(text).mid(done, end - done);
    ordered_ += leftToRightMark;
    done = end;
  }
  ordered_ += QStringView(text).mid(done);
}

QString ReadingOrder::unordered(QString ordered) {
  return ordered.remove(leftToRightMark);
}

qsizetype ReadingOrder::moved(qsizetype at) const {
  return at + (std::upper_bound(ends_.begin(), ends_.end(), at) - ends_.begin());
}

}  // namespace weighmaster::ui
