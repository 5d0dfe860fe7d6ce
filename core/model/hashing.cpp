#include "model/hashing.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <system_error>
#include <thread>

#include "base/file.h"
#include "base/limits.h"
#include "crypto/lane_hasher.h"
#include "model/batches.h"
#include "model/reader.h"
#include "model/tally.h"

namespace weighmaster::model {

using base::Code;
using base::fail;
using base::Result;

namespace {

/// Of each lane, read at once: small enough that all blocks of a thread stay in its core's own cache until
/// they are hashed, large enough that reading costs little more than copying. Measured.
constexpr std::size_t block_bytes = 1U << 16U;
/// The first block of a file holds all that code_risk wants to see.
constexpr std::size_t lane_bytes = std::max(block_bytes, code_risk_bytes);

/// What all threads share.
struct Job {
  const Tree::Listing& listing;
  crypto::DigestAlgorithm algorithm;
  std::span<const Piece> pieces;
  const base::Task& task;
  Batches& batches;
  Tally& tally;
};

/// A piece that is being read, in a lane of its own.
struct OpenPiece {
  std::size_t place = 0;
  access::Handle handle;
  std::uint64_t at = 0;
  CodeRisk risk = CodeRisk::none;
};

/// One thread's work: a piece in each lane, a block of each at a time, until there are no more or it is told
/// to stop.
class Worker {
 public:
  Worker(const Job& job, std::size_t lanes)
      : job_(job),
        reader_(job.listing),
        hasher_(job.algorithm, lanes),
        lanes_(lanes),
        blocks_(std::make_unique_for_overwrite<std::uint8_t[]>(lanes * lane_bytes)) {}

  void run() {
    while (!job_.task.stopped()) {
      fill_lanes();
      feeds_.clear();
      for (std::size_t lane = 0; lane < lanes_.size(); ++lane) {
        if (lanes_[lane]) read_block(lane);
      }
      hasher_.update(feeds_);
      for (const auto& feed : feeds_) {
        job_.tally.add_bytes(feed.bytes.size());
        if (feed.last) end_piece(feed.lane);
      }
      if (finished_.empty() && feeds_.empty()) return;
      if (!finished_.empty()) job_.tally.deliver(finished_);
    }
  }

 private:
  void fill_lanes() {
    for (auto& lane : lanes_) {
      while (!lane) {
        const auto place = next_place();
        if (!place) return;
        auto handle = reader_.open(job_.pieces[*place].file);
        if (handle) {
          lane.emplace(OpenPiece{*place, std::move(*handle), job_.pieces[*place].range.start});
        } else {
          give_up(*place, job_.pieces[*place].range.start, CodeRisk::none, handle.error());
        }
      }
    }
  }

  std::optional<std::size_t> next_place() {
    if (batch_.empty()) batch_ = job_.batches.take().value_or(std::span<const std::size_t>());
    if (batch_.empty()) return std::nullopt;
    const auto place = batch_.front();
    batch_ = batch_.subspan(1);
    return place;
  }

  void read_block(std::size_t lane) {
    auto& open = *lanes_[lane];
    const auto& piece = job_.pieces[open.place];
    const auto& name = job_.listing.files[piece.file].name;
    const std::span block(&blocks_[lane * lane_bytes], open.at == 0 ? lane_bytes : block_bytes);
    const auto wanted = block.first(
        static_cast<std::size_t>(std::min<std::uint64_t>(block.size(), piece.range.end - open.at)));
    const auto got = access::read_at(open.handle, wanted, open.at);
    if (!got) return give_up_lane(lane, {Code::file_unreadable, name, got.error().message()});
    if (*got < wanted.size()) return give_up_lane(lane, {Code::folder_changing, name, "shorter than listed"});
    if (open.at == 0) open.risk = code_risk(name, wanted.first(std::min(wanted.size(), code_risk_bytes)));
    open.at += wanted.size();
    feeds_.push_back({lane, wanted, open.at == piece.range.end});
  }

  void end_piece(std::size_t lane) {
    auto& open = *lanes_[lane];
    const auto digest = hasher_.finish(lane);
    auto unchanged = reader_.check(open.handle, job_.pieces[open.place].file);
    if (unchanged) {
      finished_.push_back({open.place, digest, open.risk});
    } else {
      finished_.push_back({open.place, fail(std::move(unchanged.error())), open.risk});
    }
    lanes_[lane].reset();
  }

  void give_up_lane(std::size_t lane, base::Error error) {
    const auto& open = *lanes_[lane];
    give_up(open.place, open.at, open.risk, std::move(error));
    hasher_.restart(lane);  // it may hold half a piece
    lanes_[lane].reset();
  }

  /// All bytes of a piece count as dealt with, read or not, or the progress would never reach its end.
  void give_up(std::size_t place, std::uint64_t at, CodeRisk risk, base::Error error) {
    job_.tally.add_bytes(job_.pieces[place].range.end - at);
    finished_.push_back({place, fail(std::move(error)), risk});
  }

  const Job& job_;
  Reader reader_;
  crypto::LaneHasher hasher_;
  std::vector<std::optional<OpenPiece>> lanes_;
  std::unique_ptr<std::uint8_t[]> blocks_;  // lane_bytes of each lane; pages that stay untouched cost nothing
  std::span<const std::size_t> batch_;
  std::vector<crypto::LaneHasher::Feed> feeds_;
  std::vector<HashedPiece> finished_;
};

std::size_t thread_count(std::size_t batches) {
  return std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, std::max<std::size_t>(batches, 1));
}

/// Few pieces are shared out evenly: two cores with two each are quicker than one with four.
std::size_t lane_count(const Job& job, std::size_t threads) {
  const auto each = (job.pieces.size() + threads - 1) / threads;
  return std::clamp<std::size_t>(each, 1, crypto::useful_lanes(job.algorithm));
}

/// This thread works too; those beside it end before this function does.
void work_on_all_cores(const Job& job) {
  const auto threads_wanted = thread_count(job.batches.count());
  const auto lanes = lane_count(job, threads_wanted);
  std::vector<std::jthread> threads;
  try {
    for (std::size_t i = 1; i < threads_wanted; ++i) {
      threads.emplace_back([&job, lanes] { Worker(job, lanes).run(); });
    }
  } catch (const std::system_error&) {
    // The system has no further thread to give: those that run do the work.
  }
  Worker(job, lanes).run();
}

}  // namespace

Result<void> hash_pieces(const Tree& tree, crypto::DigestAlgorithm algorithm, std::span<const Piece> pieces,
                         const base::Task& task, const std::function<void(HashedPiece)>& done) {
  Batches batches(pieces);
  Tally tally(pieces, task, done);
  tally.tell();
  work_on_all_cores({tree.listing(), algorithm, pieces, task, batches, tally});
  tally.tell();
  if (!tally.complete()) return fail(base::cancelled());
  return {};
}

Result<std::vector<Piece>> all_pieces(const Tree& tree, const manifest::Serialization& serialization) {
  std::uint64_t count = 0;
  for (const auto& file : tree.files()) {
    const auto more = manifest::piece_count(serialization, file.size);
    if (more > base::limits::resources - count) {
      return fail(Code::model_too_many, base::utf8(tree.root()), std::to_string(base::limits::resources));
    }
    count += more;
  }
  std::vector<Piece> all;
  all.reserve(static_cast<std::size_t>(count));
  for (std::size_t file = 0; file < tree.files().size(); ++file) {
    for (const auto& range : manifest::pieces(serialization, tree.files()[file].size))
      all.push_back({file, range});
  }
  return all;
}

}  // namespace weighmaster::model
