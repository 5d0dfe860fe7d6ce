#include "model/read_ahead.h"

#include <algorithm>

namespace weighmaster::model {

using std::chrono::nanoseconds;

namespace {

/// What a read takes that does not wait. Generous: slow memory is no slow disk.
constexpr std::uint64_t copied_in_a_nanosecond = 4;
constexpr nanoseconds opening{10'000};
/// Less than that is no disk and no network.
constexpr nanoseconds shortest_wait{20'000};
/// So many rounds without a wait, and everything is taken to be in the page cache.
constexpr unsigned patience = 64;
/// Of what is longer the system reads ahead by itself, with less work. Measured.
constexpr std::uint64_t longest_range = std::uint64_t{1} << 20U;

}  // namespace

nanoseconds ReadAhead::learn(nanoseconds took, std::uint64_t bytes, std::size_t opened) {
  const auto copying =
      nanoseconds(bytes / copied_in_a_nanosecond) + opening * static_cast<nanoseconds::rep>(opened);
  const auto waited = std::max(took - copying, nanoseconds(0));
  if (waited >= shortest_wait) {
    rounds_left_ = patience;
  } else if (rounds_left_ > 0) {
    --rounds_left_;
  }
  return waited;
}

void ReadAhead::expect(std::size_t file, const manifest::ByteRange& range) {
  if (rounds_left_ > 0 && range.size() <= longest_range) reader_.expect(file, range);
}

}  // namespace weighmaster::model
