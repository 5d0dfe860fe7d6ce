#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>

#include "base/result.h"

namespace weighmaster::base {

/// How far a long call has come. Totals are zero until they are known.
struct Progress {
  std::uint64_t bytes_done = 0;
  std::uint64_t bytes_total = 0;
  std::uint64_t files_done = 0;
  std::uint64_t files_total = 0;
};

/// Passed to everything long: how to stop it, and whom to tell how far it is. `progress` may be empty; it is
/// called from whatever thread does the work, one call at a time.
struct Task {
  std::stop_token stop;
  std::function<void(const Progress&)> progress;

  [[nodiscard]] bool stopped() const { return stop.stop_requested(); }
};

[[nodiscard]] inline Error cancelled() {
  return {Code::task_cancelled, {}, {}};
}

}  // namespace weighmaster::base
