#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <span>
#include <vector>

#include "base/task.h"
#include "model/hashing.h"

namespace weighmaster::model {

/// What several threads have done together. Tells the caller: results all, progress now and then, one call at
/// a time.
class Tally {
 public:
  using Done = std::function<void(HashedPiece)>;

  Tally(std::span<const Piece> pieces, const base::Task& task, const Done& done);

  /// What a thread has done since it last told: bytes that it dealt with, the time that took, and for how
  /// much of that it waited for storage. Called once a round of blocks, by any thread; never waits.
  struct Round {
    std::uint64_t bytes = 0;
    std::chrono::nanoseconds worked = {};
    std::chrono::nanoseconds waited = {};
  };
  void add(const Round& round);
  /// Finished pieces, which become empty.
  void deliver(std::vector<HashedPiece>& finished);
  /// Tells the progress as it stands, without regard to the time that has passed.
  void tell();
  /// Whether every piece was delivered.
  [[nodiscard]] bool complete() const { return delivered_ == pieces_.size(); }

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr auto interval = std::chrono::milliseconds(30);

  void tell_locked();

  std::span<const Piece> pieces_;
  const base::Task& task_;
  const Done& done_;

  std::atomic<std::uint64_t> bytes_done_{0};
  std::uint64_t bytes_total_ = 0;
  std::atomic<std::chrono::nanoseconds::rep> worked_{0};
  std::atomic<std::chrono::nanoseconds::rep> waited_{0};
  std::atomic<Clock::rep> told_at_{0};

  std::mutex mutex_;                      // of all below, and held during every call to the caller
  std::vector<std::size_t> pieces_left_;  // of each file
  std::uint64_t files_done_ = 0;
  std::uint64_t files_total_ = 0;
  std::size_t delivered_ = 0;
};

}  // namespace weighmaster::model
