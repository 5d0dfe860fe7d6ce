#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <stop_token>

#include "base/result.h"

namespace weighmaster::base {

/// What a long call is at: the signature file is read, the folder listed, the files hashed, and the folder
/// listed once more.
enum class Phase : std::uint8_t { reading_signature, listing, hashing, comparing };

/// How far a long call has come. Totals are zero until they are known.
struct Progress {
  std::uint64_t bytes_done = 0;
  std::uint64_t bytes_total = 0;
  std::uint64_t files_done = 0;
  std::uint64_t files_total = 0;
  Phase phase = Phase::hashing;
  /// Of all threads that hash, together: how long they have been at it, and for how much of that they waited
  /// for storage.
  std::chrono::nanoseconds worked = {};
  std::chrono::nanoseconds waited = {};
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
