#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>

#include "base/task.h"

namespace weighmaster::ui {

/// How fast a check goes, how long it will still take, and what holds it up. Fed with samples; reads no clock
/// itself.
class Pace {
 public:
  enum class Limit : std::uint8_t { unknown, processor, disk };

  struct Sample {
    std::chrono::milliseconds at{0};   // since any moment
    std::chrono::milliseconds cpu{0};  // time of all processors that the program has used
    base::Progress progress;
  };

  explicit Pace(unsigned processors) : processors_(processors) {}

  /// In order of time.
  void add(const Sample& sample);

  /// Bytes a second over the last seconds; nothing before there is anything to say.
  [[nodiscard]] std::optional<double> speed() const;
  [[nodiscard]] std::optional<std::chrono::seconds> left() const;
  [[nodiscard]] Limit limit() const;

 private:
  unsigned processors_;
  std::deque<Sample> samples_;
};

/// A sample of this moment, of this program.
[[nodiscard]] Pace::Sample sampleNow(const base::Progress& progress);

}  // namespace weighmaster::ui
