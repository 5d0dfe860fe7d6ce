#include "ui/jobs/clock_time.h"

#include <QDateTime>

namespace weighmaster::ui {

QString clockTime(base::TimePoint time) {
  return QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count()).toString(u"HH:mm");
}

}  // namespace weighmaster::ui
