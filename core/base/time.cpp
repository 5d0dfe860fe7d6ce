#include "base/time.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace weighmaster::base {
namespace {

using namespace std::chrono;

/// RFC 3339 has four digits for the year.
constexpr TimePoint calendar_begins = sys_days{January / 1 / 0};
constexpr TimePoint calendar_ends = sys_days{January / 1 / 10'000};

/// Reads fixed-width decimal fields from the front of a text.
class Fields {
 public:
  explicit Fields(std::string_view text) : rest_(text) {}

  bool number(std::size_t width, int& value) {
    if (rest_.size() < width) return false;
    value = 0;
    for (const char digit : rest_.substr(0, width)) {
      if (digit < '0' || digit > '9') return false;
      value = value * 10 + (digit - '0');
    }
    rest_.remove_prefix(width);
    return true;
  }

  bool one_of(std::string_view choices) {
    if (rest_.empty() || choices.find(rest_.front()) == std::string_view::npos) return false;
    taken_ = rest_.front();
    rest_.remove_prefix(1);
    return true;
  }

  [[nodiscard]] char taken() const { return taken_; }
  [[nodiscard]] bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
  char taken_ = 0;
};

/// The fraction in milliseconds, further digits dropped; false where a point has no digit behind it.
bool fraction(Fields& fields, int& milliseconds) {
  milliseconds = 0;
  if (!fields.one_of(".")) return true;
  int digit = 0;
  int scale = 100;
  int count = 0;
  while (fields.number(1, digit)) {
    milliseconds += digit * scale;
    scale /= 10;
    ++count;
  }
  return count > 0;
}

bool offset(Fields& fields, minutes& east) {
  east = minutes{0};
  if (fields.one_of("Zz")) return true;
  int hour = 0;
  int minute = 0;
  if (!fields.one_of("+-")) return false;
  const int sign = fields.taken() == '-' ? -1 : 1;
  if (!fields.number(2, hour) || !fields.one_of(":") || !fields.number(2, minute)) return false;
  if (hour > 23 || minute > 59) return false;
  east = minutes{sign * (hour * 60 + minute)};
  return true;
}

}  // namespace

TimePoint now() {
  return time_point_cast<milliseconds>(system_clock::now());
}

TimePoint from_unix_seconds(std::int64_t value) {
  // The number may come from a hostile file: beyond the calendar of RFC 3339 milliseconds would overflow.
  constexpr auto first = floor<seconds>(calendar_begins).time_since_epoch();
  constexpr auto last = floor<seconds>(calendar_ends).time_since_epoch() - seconds{1};
  return TimePoint{std::clamp(seconds{value}, first, last)};
}

Result<TimePoint> parse_rfc3339(std::string_view text) {
  Fields fields(text);
  int y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0, ms = 0;
  minutes east{0};
  const bool shaped = fields.number(4, y) && fields.one_of("-") && fields.number(2, mo) &&
                      fields.one_of("-") && fields.number(2, d) && fields.one_of("Tt") &&
                      fields.number(2, h) && fields.one_of(":") && fields.number(2, mi) &&
                      fields.one_of(":") && fields.number(2, s) && fraction(fields, ms) &&
                      offset(fields, east) && fields.at_end();
  const year_month_day date{year{y}, month{static_cast<unsigned>(mo)}, day{static_cast<unsigned>(d)}};
  if (!shaped || !date.ok() || h > 23 || mi > 59 || s > 59) {
    return fail(Code::time_malformed, {}, "not a time as RFC 3339 writes it");
  }
  const TimePoint time =
      TimePoint{sys_days{date}} + hours{h} + minutes{mi} + seconds{s} + milliseconds{ms} - east;
  if (time < calendar_begins || time >= calendar_ends) {
    return fail(Code::time_malformed, {}, "its offset carries it out of the calendar");
  }
  return time;
}

std::string to_rfc3339(TimePoint time) {
  const auto date = floor<days>(time);
  const year_month_day ymd{date};
  const hh_mm_ss clock{time - date};
  std::array<char, 48> text{};
  const auto ms = static_cast<int>(clock.subseconds().count());
  std::snprintf(text.data(), text.size(),
                ms == 0 ? "%04d-%02u-%02uT%02d:%02d:%02d" : "%04d-%02u-%02uT%02d:%02d:%02d.%03d",
                static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
                static_cast<unsigned>(ymd.day()), static_cast<int>(clock.hours().count()),
                static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()), ms);
  return std::string(text.data()) + "Z";
}

}  // namespace weighmaster::base
