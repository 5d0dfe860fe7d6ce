#include "ui/report/reading_order.h"

#include "ui/models/reading_order.h"

namespace weighmaster::ui {

Copy inOrder(const Copy& copy) {
  const ReadingOrder order(copy.text);
  Copy ordered{order.text()};
  for (const auto& stretch : copy.outside) {
    const auto at = order.moved(stretch.at);
    ordered.outside.append({at, order.moved(stretch.at + stretch.length) - at});
  }
  return ordered;
}

}  // namespace weighmaster::ui
