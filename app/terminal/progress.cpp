#include "progress.h"

#include <ostream>

#include "base/text.h"

namespace weighmaster::terminal {
namespace {

using std::chrono::milliseconds;

std::string duration_text(std::uint64_t seconds) {
  if (seconds < 60) return std::to_string(seconds) + " s";
  if (seconds < 3600) return std::to_string(seconds / 60) + " min " + std::to_string(seconds % 60) + " s";
  return std::to_string(seconds / 3600) + " h " + std::to_string(seconds / 60 % 60) + " min";
}

}  // namespace

std::string progress_text(const base::Progress& progress, milliseconds since_start) {
  const auto elapsed = static_cast<double>(since_start.count()) / 1000;
  std::string text = base::format_size(progress.bytes_done);
  if (progress.bytes_total > 0) text += " of " + base::format_size(progress.bytes_total);
  // A speed of the first moments would be noise.
  if (elapsed < 0.5 || progress.bytes_done == 0) return text;
  const double speed = static_cast<double>(progress.bytes_done) / elapsed;
  text += ", " + base::format_size(static_cast<std::uint64_t>(speed)) + "/s";
  if (progress.bytes_total > progress.bytes_done) {
    const auto left = static_cast<double>(progress.bytes_total - progress.bytes_done) / speed;
    text += ", " + duration_text(static_cast<std::uint64_t>(left) + 1) + " left";
  }
  return text;
}

ProgressLine::ProgressLine(std::ostream& stream, bool shown) : stream_(stream), shown_(shown) {}

ProgressLine::~ProgressLine() {
  clear();
}

void ProgressLine::begin(std::string head) {
  head_ = std::move(head);
  start_ = Clock::now();
  last_ = {};
  if (shown_) show({});
}

void ProgressLine::clear() {
  if (written_) stream_ << "\r\x1b[K" << std::flush;
  written_ = false;
}

base::Task ProgressLine::task(std::stop_token stop) {
  if (!shown_) return {std::move(stop), {}};
  return {std::move(stop), [this](const base::Progress& progress) { show(progress); }};
}

void ProgressLine::show(const base::Progress& progress) {
  const auto now = Clock::now();
  if (now - last_ < milliseconds(100)) return;
  last_ = now;
  written_ = true;
  stream_ << '\r' << head_ << progress_text(progress, std::chrono::duration_cast<milliseconds>(now - start_))
          << "\x1b[K" << std::flush;
}

}  // namespace weighmaster::terminal
