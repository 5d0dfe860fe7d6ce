#include "base/aside.h"

#include <atomic>

namespace weighmaster::base {
namespace {

std::atomic<int> threads = 0;

}  // namespace

int left_behind() {
  return threads;
}

void detail::count_left_behind(int by) {
  threads += by;
}

}  // namespace weighmaster::base
