#pragma once

#include <chrono>
#include <condition_variable>
#include <iosfwd>
#include <mutex>
#include <string>
#include <thread>

#include "base/pace.h"
#include "base/task.h"

namespace weighmaster::terminal {

/// What it is at, or "12.3 GB of 14.2 GB, 1.69 GB/s, 40 seconds left. Limited by the disk."
[[nodiscard]] std::string progress_text(const base::Progress& progress, const base::Pace& pace);

/// One line that is written over itself, at most ten times a second, and is gone with the object. A thread of
/// its own writes it: it says so where nothing comes, and a slow terminal holds nobody up. Where it isn't
/// `shown`, nothing is written.
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
  void take(const base::Progress& progress);
  void keep_writing(const std::stop_token& stop);
  void write_locked();

  std::ostream& stream_;
  bool shown_;

  std::mutex latest_mutex_;  // of the next two: never held while the terminal is waited for
  base::Progress latest_;
  bool wanted_ = false;

  std::mutex mutex_;  // of all below, and of the stream; taken before the other one
  std::condition_variable_any over_;
  std::string head_;
  base::Pace pace_;
  bool written_ = false;
  std::jthread writer_;
};

}  // namespace weighmaster::terminal
