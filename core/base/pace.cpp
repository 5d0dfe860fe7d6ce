#include "base/pace.h"

#include <algorithm>
#include <cmath>

namespace weighmaster::base {

using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

/// What a file costs beside its bytes, in bytes. Measured: of small ones, warm 20 kB, from a disk 60 kB.
constexpr double bytes_of_a_file = 32 << 10;

constexpr double speed_memory = 2;
constexpr double left_memory = 10;
constexpr double limit_memory = 3;

constexpr milliseconds before_speed{1000};
constexpr milliseconds before_left{2000};
constexpr milliseconds before_stalled{5000};

/// Of the threads' time: above the one they wait for the disk, below the other they don't. Between them it is
/// as it was.
constexpr double waiting_much = 0.5;
constexpr double waiting_little = 0.25;

/// What is said of the end changes when it is wrong by more than this.
constexpr double tolerance = 0.1;
constexpr double least_tolerance = 2;

double in_seconds(std::chrono::nanoseconds span) {
  return std::chrono::duration<double>(span).count();
}

double work_done(const Progress& progress) {
  return static_cast<double>(progress.bytes_done) +
         bytes_of_a_file * static_cast<double>(progress.files_done);
}

double all_work(const Progress& progress) {
  return static_cast<double>(progress.bytes_total) +
         bytes_of_a_file * static_cast<double>(progress.files_total);
}

bool has_moved(const Progress& before, const Progress& now) {
  return before.bytes_done != now.bytes_done || before.files_done != now.files_done;
}

}  // namespace

void Pace::Rate::add(double amount, double span) {
  const double kept = std::exp(-span / memory_);
  amount_ = amount_ * kept + amount;
  seconds_ = seconds_ * kept + span;
}

void Pace::begin(Time now, const Progress& progress) {
  *this = {};
  has_begun_ = progress.phase == Phase::hashing;
  began_ = now_ = moved_ = now;
  last_ = progress;
  bytes_ = Rate(speed_memory);
  work_ = Rate(left_memory);
  waited_ = Rate(limit_memory);
}

void Pace::add(Time now, const Progress& progress) {
  const bool anew = !has_begun_ || progress.phase != Phase::hashing ||
                    progress.bytes_done < last_.bytes_done || progress.bytes_total != last_.bytes_total;
  if (anew) return begin(now, progress);
  const double span = in_seconds(now - now_);
  bytes_.add(static_cast<double>(progress.bytes_done - last_.bytes_done), span);
  work_.add(work_done(progress) - work_done(last_), span);
  // Each thread's time counts, not the clock's.
  waited_.add(in_seconds(progress.waited - last_.waited), in_seconds(progress.worked - last_.worked));
  if (has_moved(last_, progress)) moved_ = now;
  now_ = now;
  last_ = progress;
  judge_limit();
  judge_end();
}

void Pace::judge_limit() {
  if (!runs_for(before_speed) || last_.worked.count() == 0) return;
  const double share = waited_.value();
  if (share >= waiting_much) limit_ = Limit::disk;
  if (share <= waiting_little) limit_ = Limit::processor;
}

void Pace::judge_end() {
  const double work = all_work(last_) - work_done(last_);
  if (work <= 0 || work_.value() <= 0) {
    end_.reset();
    return;
  }
  const double left = work / work_.value();
  const double said = end_ ? in_seconds(*end_ - now_) : 0;
  if (end_ && std::abs(left - said) <= std::max(least_tolerance, tolerance * left)) return;
  // A century is as good as never.
  const double bounded = std::min(left, 3e9);
  end_ = now_ + std::chrono::duration_cast<Time::duration>(std::chrono::duration<double>(bounded));
}

std::optional<double> Pace::speed() const {
  if (!runs_for(before_speed)) return std::nullopt;
  return bytes_.value();
}

std::optional<seconds> Pace::left() const {
  if (!runs_for(before_left) || !end_ || stalled()) return std::nullopt;
  return std::max(std::chrono::round<seconds>(*end_ - now_), seconds(1));
}

std::optional<seconds> Pace::stalled() const {
  if (!has_begun_ || now_ - moved_ < before_stalled || all_work(last_) <= work_done(last_))
    return std::nullopt;
  return std::chrono::floor<seconds>(now_ - moved_);
}

double share_done(const Progress& progress) {
  const double all = all_work(progress);
  return all > 0 ? std::min(work_done(progress) / all, 1.0) : 0;
}

}  // namespace weighmaster::base
