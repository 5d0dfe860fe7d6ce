#include "crypto/lane_hasher.h"

#include <algorithm>
#include <array>
#include <vector>

#include "crypto/sha256/kernels.h"

namespace weighmaster::crypto {

using sha256::block_bytes;

class LaneHasher::Lanes {
 public:
  Lanes() = default;
  virtual ~Lanes() = default;
  Lanes(const Lanes&) = delete;
  Lanes& operator=(const Lanes&) = delete;
  Lanes(Lanes&&) = delete;
  Lanes& operator=(Lanes&&) = delete;

  virtual void update(std::span<const Feed> feeds) = 0;
  virtual Digest finish(std::size_t lane) = 0;
  virtual void restart(std::size_t lane) = 0;
};

namespace {

/// One message of SHA-256 under way (FIPS 180-4, sections 5 and 6.2).
class Message {
 public:
  [[nodiscard]] std::uint32_t* state() { return state_.data(); }

  /// Counts the bytes; fills up a block that was begun before. Returns what follows it.
  [[nodiscard]] BytesView begin(BytesView bytes) {
    length_ += bytes.size();
    if (held_ == 0) return bytes;
    const auto more = bytes.first(std::min(bytes.size(), block_bytes - held_));
    hold(more);
    return bytes.subspan(more.size());
  }

  void hold(BytesView bytes) {
    std::copy(bytes.begin(), bytes.end(), tail_.begin() + static_cast<std::ptrdiff_t>(held_));
    held_ += bytes.size();
  }

  [[nodiscard]] bool holds_a_block() const { return held_ >= block_bytes; }
  [[nodiscard]] const std::uint8_t* tail() const { return tail_.data(); }
  void drop_tail() { held_ = 0; }

  /// Section 5.1.1. Returns the blocks that are held now: one or two.
  [[nodiscard]] std::size_t pad() {
    const auto blocks = held_ + 9 <= block_bytes ? std::size_t{1} : std::size_t{2};
    const auto end = blocks * block_bytes;
    std::fill(tail_.begin() + static_cast<std::ptrdiff_t>(held_),
              tail_.begin() + static_cast<std::ptrdiff_t>(end), std::uint8_t{0});
    tail_[held_] = 0x80;
    for (std::size_t i = 0; i < 8; ++i)
      tail_[end - 1 - i] = static_cast<std::uint8_t>((length_ * 8) >> (8 * i));
    return blocks;
  }

  [[nodiscard]] Digest digest() const {
    std::array<std::uint8_t, 32> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      bytes[i] = static_cast<std::uint8_t>(state_[i / 4] >> (24 - 8 * (i % 4)));
    }
    return *Digest::from_bytes(DigestAlgorithm::sha256, bytes);
  }

  void restart() {
    std::copy_n(&sha256::initial_state[0], state_.size(), state_.begin());
    length_ = 0;
    held_ = 0;
  }

 private:
  std::array<std::uint32_t, sha256::state_words> state_{};
  std::uint64_t length_ = 0;
  std::size_t held_ = 0;
  std::array<std::uint8_t, 2 * block_bytes> tail_{};
};

/// Blocks of one message that wait for a kernel.
struct Run {
  std::uint32_t* state = nullptr;
  const std::uint8_t* data = nullptr;
  std::size_t blocks = 0;
};

constexpr std::size_t most_lanes = 16;

/// Lanes that have no message compute on a copy that nobody reads.
void compress(const sha256::Kernel& kernel, std::span<const Run> runs, std::size_t blocks) {
  std::array<std::array<std::uint32_t, sha256::state_words>, most_lanes> idle{};
  std::array<std::uint32_t*, most_lanes> states{};
  std::array<const std::uint8_t*, most_lanes> data{};
  for (std::size_t lane = 0; lane < kernel.lanes; ++lane) {
    states[lane] = lane < runs.size() ? runs[lane].state : idle[lane].data();
    data[lane] = lane < runs.size() ? runs[lane].data : runs[0].data;
  }
  kernel.compress(states.data(), data.data(), blocks);
}

/// All blocks of all runs, the longest beside each other.
void compress_all(std::vector<Run>& runs) {
  while (!runs.empty()) {
    const auto& kernel = sha256::kernel_for(runs.size());
    const auto together = std::min(kernel.lanes, runs.size());
    const auto end = runs.begin() + static_cast<std::ptrdiff_t>(together);
    std::partial_sort(runs.begin(), end, runs.end(),
                      [](const Run& a, const Run& b) { return a.blocks > b.blocks; });
    const auto blocks = runs[together - 1].blocks;
    compress(kernel, std::span(runs).first(together), blocks);
    for (auto run = runs.begin(); run != end; ++run) {
      run->data += blocks * block_bytes;
      run->blocks -= blocks;
    }
    std::erase_if(runs, [](const Run& run) { return run.blocks == 0; });
  }
}

}  // namespace

class LaneHasher::Sha256Lanes : public LaneHasher::Lanes {
 public:
  explicit Sha256Lanes(std::size_t lanes) : messages_(lanes) {
    for (auto& message : messages_) message.restart();
    runs_.reserve(lanes);
  }

  void update(std::span<const Feed> feeds) override {
    rests_.clear();
    for (const auto& feed : feeds) rests_.push_back(fill_up(messages_[feed.lane], feed.bytes));
    compress_all(runs_);
    for (std::size_t i = 0; i < feeds.size(); ++i) take_whole_blocks(messages_[feeds[i].lane], rests_[i]);
    compress_all(runs_);
    for (std::size_t i = 0; i < feeds.size(); ++i) {
      auto& message = messages_[feeds[i].lane];
      message.hold(rests_[i]);
      if (feeds[i].last) runs_.push_back({message.state(), message.tail(), message.pad()});
    }
    compress_all(runs_);
  }

  Digest finish(std::size_t lane) override {
    auto digest = messages_[lane].digest();
    messages_[lane].restart();
    return digest;
  }

  void restart(std::size_t lane) override { messages_[lane].restart(); }

 private:
  BytesView fill_up(Message& message, BytesView bytes) {
    const auto rest = message.begin(bytes);
    if (message.holds_a_block()) {
      runs_.push_back({message.state(), message.tail(), 1});
      message.drop_tail();
    }
    return rest;
  }

  void take_whole_blocks(Message& message, BytesView& bytes) {
    const auto blocks = bytes.size() / block_bytes;
    if (blocks > 0) runs_.push_back({message.state(), bytes.data(), blocks});
    bytes = bytes.subspan(blocks * block_bytes);
  }

  std::vector<Message> messages_;
  std::vector<Run> runs_;
  std::vector<BytesView> rests_;
};

/// For the algorithms that take one message at a time.
class LaneHasher::LaneByLane : public LaneHasher::Lanes {
 public:
  LaneByLane(DigestAlgorithm algorithm, std::size_t lanes) : algorithm_(algorithm) {
    for (std::size_t lane = 0; lane < lanes; ++lane) hashers_.emplace_back(algorithm);
  }

  void update(std::span<const Feed> feeds) override {
    for (const auto& feed : feeds) hashers_[feed.lane].update(feed.bytes);
  }
  Digest finish(std::size_t lane) override { return hashers_[lane].finish(); }
  void restart(std::size_t lane) override { hashers_[lane] = Hasher(algorithm_); }

 private:
  DigestAlgorithm algorithm_;
  std::vector<Hasher> hashers_;
};

std::size_t useful_lanes(DigestAlgorithm algorithm) {
  return algorithm == DigestAlgorithm::sha256 ? sha256::useful_kernels().back().lanes : 1;
}

LaneHasher::LaneHasher(DigestAlgorithm algorithm, std::size_t lanes) {
  if (algorithm == DigestAlgorithm::sha256) {
    lanes_ = std::make_unique<Sha256Lanes>(lanes);
  } else {
    lanes_ = std::make_unique<LaneByLane>(algorithm, lanes);
  }
}

LaneHasher::~LaneHasher() = default;
LaneHasher::LaneHasher(LaneHasher&&) noexcept = default;
LaneHasher& LaneHasher::operator=(LaneHasher&&) noexcept = default;

void LaneHasher::update(std::span<const Feed> feeds) {
  lanes_->update(feeds);
}

Digest LaneHasher::finish(std::size_t lane) {
  return lanes_->finish(lane);
}

void LaneHasher::restart(std::size_t lane) {
  lanes_->restart(lane);
}

}  // namespace weighmaster::crypto
