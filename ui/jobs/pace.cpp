#include "ui/jobs/pace.h"

#include <algorithm>
#include <cmath>
#include <ctime>

namespace weighmaster::ui {

using std::chrono::milliseconds;

namespace {

constexpr milliseconds window{3000};
constexpr milliseconds shortest{250};
/// Below this share of busy processors, they wait for data.
constexpr double busy = 0.6;

}  // namespace

void Pace::add(const Sample& sample) {
  samples_.push_back(sample);
  while (samples_.size() > 2 && sample.at - samples_.front().at > window) samples_.pop_front();
}

std::optional<double> Pace::speed() const {
  if (samples_.empty()) return std::nullopt;
  const auto& first = samples_.front();
  const auto& last = samples_.back();
  if (last.at - first.at < shortest) return std::nullopt;
  const double bytes =
      static_cast<double>(last.progress.bytes_done) - static_cast<double>(first.progress.bytes_done);
  return bytes / (static_cast<double>((last.at - first.at).count()) / 1000.0);
}

std::optional<std::chrono::seconds> Pace::left() const {
  const auto bytesPerSecond = speed();
  if (!bytesPerSecond || *bytesPerSecond < 1) return std::nullopt;
  const auto& progress = samples_.back().progress;
  if (progress.bytes_total < progress.bytes_done) return std::nullopt;
  const auto bytes = static_cast<double>(progress.bytes_total - progress.bytes_done);
  return std::chrono::seconds(std::llround(std::ceil(bytes / *bytesPerSecond)));
}

Pace::Limit Pace::limit() const {
  if (!speed()) return Limit::unknown;
  const auto& first = samples_.front();
  const auto& last = samples_.back();
  const auto open = last.progress.files_total - std::min(last.progress.files_done, last.progress.files_total);
  const auto atWork = std::clamp<std::uint64_t>(open, 1, std::max(1U, processors_));
  const double wall = static_cast<double>((last.at - first.at).count());
  const double share =
      static_cast<double>((last.cpu - first.cpu).count()) / (wall * static_cast<double>(atWork));
  return share >= busy ? Limit::processor : Limit::disk;
}

Pace::Sample sampleNow(const base::Progress& progress) {
  const auto at = std::chrono::steady_clock::now().time_since_epoch();
  const double cpu = 1000.0 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
  return {std::chrono::duration_cast<milliseconds>(at), milliseconds(std::llround(cpu)), progress};
}

}  // namespace weighmaster::ui
