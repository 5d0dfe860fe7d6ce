#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace weighmaster::base {

/// A moment in UTC, to the millisecond. Time is always an argument in the core: nothing but `now` reads a
/// clock.
using TimePoint = std::chrono::sys_time<std::chrono::milliseconds>;

[[nodiscard]] TimePoint now();
/// What lies outside the years 0000 to 9999 becomes the nearer end.
[[nodiscard]] TimePoint from_unix_seconds(std::int64_t seconds);

/// RFC 3339 with any offset, fractions cut to milliseconds ("2022-12-31T23:59:59.999Z"). Error:
/// time.malformed.
[[nodiscard]] Result<TimePoint> parse_rfc3339(std::string_view text);
/// "2025-05-03T01:10:02Z", with milliseconds only where there are any.
[[nodiscard]] std::string to_rfc3339(TimePoint time);

/// A span of time, both ends inclusive; an absent end is open.
struct Window {
  std::optional<TimePoint> start;
  std::optional<TimePoint> end;

  [[nodiscard]] bool contains(TimePoint time) const {
    return (!start || *start <= time) && (!end || time <= *end);
  }
  friend bool operator==(const Window&, const Window&) = default;
};

}  // namespace weighmaster::base
