#include "words/progress.h"

#include <algorithm>

#include "base/text.h"
#include "words/phrases.h"

namespace weighmaster::words {
namespace {

using base::Pace;
using base::Phase;
using base::Progress;
using std::chrono::seconds;

std::string size(std::uint64_t bytes) {
  return base::format_size(bytes);
}

Sentence counted(std::uint64_t count, std::string_view one, std::string_view many) {
  if (count == 1) return {one};
  return {many, {plain("count", grouped(count))}};
}

std::uint64_t in_steps(std::uint64_t value, std::uint64_t step) {
  return (value + step - 1) / step * step;
}

Sentence hashing(const Progress& progress) {
  auto sentence =
      counted(progress.files_total, phrases::progress_checking_one, phrases::progress_checking_many);
  sentence.arguments.push_back(plain("size", size(progress.bytes_total)));
  return sentence;
}

Sentence how_far(const Progress& progress) {
  if (progress.bytes_total == 0) return {phrases::progress_done, {plain("size", size(progress.bytes_done))}};
  return {phrases::progress_done_of,
          {plain("size", size(progress.bytes_done)), plain("all", size(progress.bytes_total))}};
}

std::string_view limit(Pace::Limit limit) {
  switch (limit) {
    case Pace::Limit::processor:
      return phrases::progress_processor;
    case Pace::Limit::disk:
      return phrases::progress_disk;
    case Pace::Limit::unknown:
      break;
  }
  return {};
}

}  // namespace

Sentence what_it_is_at(const Progress& progress) {
  switch (progress.phase) {
    case Phase::reading_signature:
      return {phrases::progress_reading};
    case Phase::listing:
      if (progress.files_done == 0) return {phrases::progress_listing};
      return {phrases::progress_listing_count, {plain("count", grouped(progress.files_done))}};
    case Phase::hashing:
      return hashing(progress);
    case Phase::comparing:
      break;
  }
  return {phrases::progress_comparing};
}

std::string pace_line(const Progress& progress, const Pace& pace, const Translate& translate) {
  if (progress.phase == Phase::comparing) return fill({phrases::progress_all_hashed}, translate);
  if (progress.phase != Phase::hashing) return {};
  auto line = fill(how_far(progress), translate);
  const auto add = [&](const Sentence& sentence) { line += ", " + fill(sentence, translate); };
  if (const auto still = pace.stalled()) {
    add({phrases::progress_stalled, {plain("count", grouped(static_cast<std::uint64_t>(still->count())))}});
    return line;
  }
  if (const auto speed = pace.speed())
    add({phrases::progress_speed, {plain("value", size(static_cast<std::uint64_t>(*speed)))}});
  if (const auto left = pace.left()) add(time_left(*left));
  if (const auto by = limit(pace.limit()); !by.empty()) line += ". " + fill({by}, translate);
  return line;
}

Sentence time_left(seconds left) {
  const auto exact = static_cast<std::uint64_t>(std::max<seconds::rep>(left.count(), 1));
  if (exact < 20) return counted(exact, phrases::progress_seconds_one, phrases::progress_seconds_many);
  if (exact <= 90)
    return counted(in_steps(exact, exact < 60 ? 5 : 10), phrases::progress_seconds_one,
                   phrases::progress_seconds_many);
  const auto minutes = in_steps(exact, 60) / 60;
  if (minutes < 100) return counted(minutes, phrases::progress_minutes_one, phrases::progress_minutes_many);
  return counted(in_steps(exact, 3600) / 3600, phrases::progress_hours_one, phrases::progress_hours_many);
}

}  // namespace weighmaster::words
