#include "model/batches.h"

#include <algorithm>
#include <numeric>

namespace weighmaster::model {

Batches::Batches(const Slices& slices) : order_(slices.count()) {
  const auto size = [&](std::size_t place) { return slices[place].range.size(); };
  std::iota(order_.begin(), order_.end(), std::size_t{0});
  const auto small = std::stable_partition(order_.begin(), order_.end(),
                                           [&](std::size_t place) { return size(place) >= batch_bytes; });
  std::stable_sort(order_.begin(), small, [&](std::size_t a, std::size_t b) { return size(a) > size(b); });

  std::uint64_t bytes = 0;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < order_.size(); ++i) {
    const bool full = i > begin && (bytes + size(order_[i]) > batch_bytes || i - begin == batch_slices);
    if (full) {
      ends_.push_back(i);
      begin = i;
      bytes = 0;
    }
    bytes += size(order_[i]);
  }
  if (!order_.empty()) ends_.push_back(order_.size());
}

std::span<const std::size_t> Batches::batch(std::size_t place) const {
  const auto begin = place == 0 ? 0 : ends_[place - 1];
  return std::span(order_).subspan(begin, ends_[place] - begin);
}

std::optional<std::span<const std::size_t>> Batches::take() {
  const auto place = next_.fetch_add(1, std::memory_order_relaxed);
  if (place >= ends_.size()) return std::nullopt;
  return batch(place);
}

std::span<const std::size_t> Batches::upcoming(std::size_t others) const {
  const auto place = next_.load(std::memory_order_relaxed) + others;
  if (place >= ends_.size()) return {};
  return batch(place);
}

}  // namespace weighmaster::model
