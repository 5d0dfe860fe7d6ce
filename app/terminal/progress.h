#pragma once

#include <chrono>
#include <iosfwd>
#include <string>

#include "base/task.h"

namespace weighmaster::terminal {

/// "12.3 GB of 14.2 GB, 1.69 GB/s, 1 min 5 s left".
[[nodiscard]] std::string progress_text(const base::Progress& progress,
                                        std::chrono::milliseconds since_start);

/// One line that is written over itself, at most ten times a second, and is gone with the object. Where it
/// isn't `shown`, nothing is written.
class ProgressLine {
 public:
  ProgressLine(std::ostream& stream, bool shown);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  ProgressLine(ProgressLine&&) = delete;
  ProgressLine& operator=(ProgressLine&&) = delete;

  /// The task to hand to the core: lives no longer than this line.
  [[nodiscard]] base::Task task(std::stop_token stop);
  /// Stands before the numbers from now on; fit to be shown.
  void begin(std::string head);
  /// Takes the line away, so that something else can be said; the next progress brings it back.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;

  void show(const base::Progress& progress);

  std::ostream& stream_;
  bool shown_;
  std::string head_;
  bool written_ = false;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_ = {};
};

}  // namespace weighmaster::terminal
