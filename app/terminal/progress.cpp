#include "progress.h"

#include <ostream>
#include <system_error>

#include "words/progress.h"

namespace weighmaster::terminal {
namespace {

constexpr std::chrono::milliseconds interval{100};

/// A line that is too long ends at the edge: wrapped, it could not be written over.
constexpr const char* begin_line = "\r\x1b[?7l";
constexpr const char* end_line = "\x1b[K\x1b[?7h";
constexpr const char* no_line = "\r\x1b[K";

}  // namespace

std::string progress_text(const base::Progress& progress, const base::Pace& pace) {
  const bool hashes = progress.phase == base::Phase::hashing;
  return hashes ? words::pace_line(progress, pace) : words::fill(words::what_it_is_at(progress));
}

ProgressLine::ProgressLine(std::ostream& stream, bool shown) : stream_(stream), shown_(shown) {
  if (!shown_) return;
  try {
    writer_ = std::jthread([this](const std::stop_token& stop) { keep_writing(stop); });
  } catch (const std::system_error&) {
    shown_ = false;  // The system has no thread to give: the work matters more.
  }
}

ProgressLine::~ProgressLine() {
  if (writer_.joinable()) {
    writer_.request_stop();
    writer_.join();
  }
  clear();
}

void ProgressLine::begin(std::string head) {
  if (!shown_) return;
  const std::lock_guard lock(mutex_);
  head_ = std::move(head);
  pace_ = {};
  take({0, 0, 0, 0, base::Phase::reading_signature});
  write_locked();
}

void ProgressLine::clear() {
  const std::lock_guard lock(mutex_);
  const std::lock_guard latest_lock(latest_mutex_);
  if (written_) stream_ << no_line << std::flush;
  written_ = wanted_ = false;
}

base::Task ProgressLine::task(std::stop_token stop) {
  if (!shown_) return {std::move(stop), {}};
  return {std::move(stop), [this](const base::Progress& progress) { take(progress); }};
}

void ProgressLine::take(const base::Progress& progress) {
  const std::lock_guard lock(latest_mutex_);
  latest_ = progress;
  wanted_ = true;
}

void ProgressLine::keep_writing(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    over_.wait_for(lock, stop, interval, [] { return false; });
    if (!stop.stop_requested()) write_locked();
  }
}

void ProgressLine::write_locked() {
  base::Progress progress;
  {
    const std::lock_guard lock(latest_mutex_);
    if (!wanted_) return;
    progress = latest_;
  }
  pace_.add(std::chrono::steady_clock::now(), progress);
  written_ = true;
  stream_ << begin_line << head_ << progress_text(progress, pace_) << end_line << std::flush;
}

}  // namespace weighmaster::terminal
