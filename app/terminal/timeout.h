#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>
#include <string_view>
#include <thread>

namespace weighmaster::terminal {

/// "90", "90s", "3m", "1h30m", "500ms": whole numbers, each unit once, the longest first; a bare number is
/// seconds. Nothing where it is something else, is zero, or is over a year.
[[nodiscard]] std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

/// Asks for a stop when the time is over, or when `outer` asks for one.
class Deadline {
 public:
  Deadline(const std::stop_token& outer, std::chrono::milliseconds limit);
  ~Deadline() = default;
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;
  Deadline(Deadline&&) = delete;
  Deadline& operator=(Deadline&&) = delete;

  [[nodiscard]] std::stop_token token() const { return source_.get_token(); }
  /// Whether it was the time that asked.
  [[nodiscard]] bool passed() const { return passed_; }

 private:
  std::stop_source source_;
  std::atomic<bool> passed_ = false;
  std::stop_callback<std::function<void()>> outer_;
  std::jthread timer_;  // last: ends before what it uses
};

}  // namespace weighmaster::terminal
