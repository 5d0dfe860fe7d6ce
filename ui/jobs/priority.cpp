#include "ui/jobs/priority.h"

#ifdef __linux__
#include <sys/resource.h>
#endif

namespace weighmaster::ui {

void letInterfaceGoFirst() {
#ifdef __linux__
  // Against POSIX, Linux takes this for the calling thread alone, and its threads inherit it: setpriority(2).
  constexpr int step = 5;
  setpriority(PRIO_PROCESS, 0, step);
#endif
}

}  // namespace weighmaster::ui
