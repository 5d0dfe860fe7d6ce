#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include "base/bytes.h"
#include "crypto/digest.h"

namespace weighmaster::crypto {

/// How many messages at a time make the most of one core of this processor: one, where an algorithm does not
/// gain from more.
[[nodiscard]] std::size_t useful_lanes(DigestAlgorithm algorithm);

/// Running digests of several messages, each in a lane of its own, fed side by side: SHA-256 takes several
/// messages through one core in little more time than one. Not shared between threads.
class LaneHasher {
 public:
  /// More bytes of the message in a lane.
  struct Feed {
    std::size_t lane = 0;
    BytesView bytes;
    /// The message ends with them.
    bool last = false;
  };

  LaneHasher(DigestAlgorithm algorithm, std::size_t lanes);
  ~LaneHasher();
  LaneHasher(LaneHasher&&) noexcept;
  LaneHasher& operator=(LaneHasher&&) noexcept;
  LaneHasher(const LaneHasher&) = delete;
  LaneHasher& operator=(const LaneHasher&) = delete;

  /// Each lane at most once in a call. Quickest where the feeds are of one size, a multiple of 64 bytes.
  void update(std::span<const Feed> feeds);
  /// The digest of a lane whose last bytes have been fed. The lane starts anew.
  [[nodiscard]] Digest finish(std::size_t lane);
  /// Forgets what a lane has been fed.
  void restart(std::size_t lane);

 private:
  class Lanes;
  class Sha256Lanes;
  class LaneByLane;
  std::unique_ptr<Lanes> lanes_;
};

}  // namespace weighmaster::crypto
