#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "model/slices.h"

namespace weighmaster::model {

/// The slices in the order in which they are worked on, in batches that threads take without waiting for each
/// other. The longest come first, each alone, so that no core is left with one at the end; small ones come in
/// the order of the listing (neighbours share a folder), many at a time.
class Batches {
 public:
  /// A slice of at least this many bytes is a batch of its own.
  static constexpr std::uint64_t batch_bytes = 1U << 20U;
  static constexpr std::size_t batch_slices = 64;

  explicit Batches(const Slices& slices);

  /// Places in the slices; nothing when all are taken.
  [[nodiscard]] std::optional<std::span<const std::size_t>> take();
  /// The batch that will be taken when `others` more have been; empty where there is none.
  [[nodiscard]] std::span<const std::size_t> upcoming(std::size_t others) const;
  [[nodiscard]] std::size_t count() const { return ends_.size(); }

 private:
  [[nodiscard]] std::span<const std::size_t> batch(std::size_t place) const;

  std::vector<std::size_t> order_;
  std::vector<std::size_t> ends_;  // of each batch, in order_
  std::atomic<std::size_t> next_{0};
};

}  // namespace weighmaster::model
