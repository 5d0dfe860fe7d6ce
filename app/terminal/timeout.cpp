#include "timeout.h"

#include <array>
#include <charconv>
#include <condition_variable>
#include <mutex>

namespace weighmaster::terminal {
namespace {

using std::chrono::milliseconds;

struct Unit {
  std::string_view name;
  milliseconds length;
};
constexpr std::array<Unit, 4> units{{{"h", std::chrono::hours(1)},
                                     {"m", std::chrono::minutes(1)},
                                     {"s", std::chrono::seconds(1)},
                                     {"ms", milliseconds(1)}}};
constexpr milliseconds longest = std::chrono::hours(24 * 366);

/// Takes a whole number of at most nine digits from the front.
std::optional<std::int64_t> take_number(std::string_view& text) {
  std::int64_t number = 0;
  const auto digits = std::min(text.find_first_not_of("0123456789"), text.size());
  if (digits == 0 || digits > 9) return std::nullopt;
  std::from_chars(text.data(), text.data() + digits, number);
  text.remove_prefix(digits);
  return number;
}

}  // namespace

std::optional<milliseconds> parse_duration(std::string_view text) {
  milliseconds total{0};
  std::size_t next_unit = 0;
  const bool bare = text.find_first_not_of("0123456789") == std::string_view::npos;
  while (!text.empty()) {
    const auto number = take_number(text);
    if (!number) return std::nullopt;
    const auto name = bare ? std::string_view("s") : text.substr(0, text.find_first_of("0123456789"));
    while (next_unit < units.size() && units.at(next_unit).name != name) ++next_unit;
    if (next_unit == units.size()) return std::nullopt;
    total += *number * units.at(next_unit++).length;
    if (!bare) text.remove_prefix(name.size());
  }
  return total.count() > 0 && total <= longest ? std::optional(total) : std::nullopt;
}

Deadline::Deadline(const std::stop_token& outer, milliseconds limit)
    : outer_(outer, [this] { source_.request_stop(); }), timer_([this, limit](const std::stop_token& over) {
        std::mutex mutex;
        std::unique_lock lock(mutex);
        std::condition_variable_any wake;
        wake.wait_for(lock, over, limit, [] { return false; });
        if (over.stop_requested()) return;
        passed_ = true;
        source_.request_stop();
      }) {}

}  // namespace weighmaster::terminal
