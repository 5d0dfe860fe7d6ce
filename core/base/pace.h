#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "base/task.h"

namespace weighmaster::base {

/// How fast a long call goes, how long it will still take, and what holds it up. Reads no clock itself. Says
/// only what it can stand for: nothing in the first moments, and no limit that is not clear.
class Pace {
 public:
  using Time = std::chrono::steady_clock::time_point;
  enum class Limit : std::uint8_t { unknown, processor, disk };

  /// In order of time, as often as one likes; also the same progress again, where nothing has come. Progress
  /// that is not of hashing, or falls back, begins anew.
  void add(Time now, const Progress& progress);

  /// Bytes a second over the last seconds.
  [[nodiscard]] std::optional<double> speed() const;
  /// At least a second, as long as there is anything left.
  [[nodiscard]] std::optional<std::chrono::seconds> left() const;
  [[nodiscard]] Limit limit() const { return limit_; }
  /// For how long nothing has come, once that is worth a word.
  [[nodiscard]] std::optional<std::chrono::seconds> stalled() const;

 private:
  /// A rate that forgets: what lies further back counts less.
  class Rate {
   public:
    explicit Rate(double memory) : memory_(memory) {}
    void add(double amount, double span);
    [[nodiscard]] double value() const { return seconds_ > 0 ? amount_ / seconds_ : 0; }

   private:
    double memory_;  // seconds
    double amount_ = 0;
    double seconds_ = 0;
  };

  void begin(Time now, const Progress& progress);
  void judge_limit();
  void judge_end();
  [[nodiscard]] bool runs_for(std::chrono::milliseconds span) const {
    return has_begun_ && now_ - began_ >= span;
  }

  bool has_begun_ = false;
  Time began_;
  Time now_;
  Time moved_;  // when something came last
  Progress last_;
  Rate bytes_{0};
  Rate work_{0};
  Rate waited_{0};
  Limit limit_ = Limit::unknown;
  std::optional<Time> end_;
};

/// How much of the work is done, from 0 to 1: each file costs something beside its bytes.
[[nodiscard]] double share_done(const Progress& progress);

}  // namespace weighmaster::base
