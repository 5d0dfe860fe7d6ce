#include "model/hashing.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

#include "base/file.h"
#include "base/limits.h"
#include "crypto/lane_hasher.h"
#include "model/batches.h"
#include "model/common_file.h"
#include "model/read_ahead.h"
#include "model/reader.h"
#include "model/side_reader.h"
#include "model/slices.h"
#include "model/tally.h"

namespace weighmaster::model {

using base::Code;
using base::fail;
using base::Result;

namespace {

/// The first block of a file holds all that code_risk wants to see.
constexpr std::size_t lane_bytes = code_risk_bytes;

/// Of each lane, read at once: small enough that all blocks of a thread stay in its core's own cache until
/// they are hashed, large enough that reading costs little more than copying. Measured.
constexpr std::size_t block_bytes(std::size_t lanes) {
  return std::max(lane_bytes / lanes, std::size_t{64} << 10U);
}

static_assert(SideReader::block_bytes >= code_risk_bytes);
/// From here on a thread that reads is worth its start.
constexpr std::uint64_t side_reader_from_bytes = 8U << 20U;
/// So many batches for each thread are named to the system before they are taken.
constexpr std::size_t batches_ahead = 2;

/// What all threads share.
struct Job {
  const Tree::Listing& listing;
  crypto::DigestAlgorithm algorithm;
  Slices& slices;
  const base::Task& task;
  Batches& batches;
  Tally& tally;
  CommonFile& common_file;
  std::size_t threads;
  /// Each slice can have a core more, which would be idle.
  bool read_aside;
};

/// A slice that is being read, in a lane of its own.
struct OpenSlice {
  std::size_t place = 0;
  Slices::Slice slice;
  std::size_t file = 0;  // place in the listing
  std::shared_ptr<const access::Handle> handle;
  std::uint64_t at = 0;
  CodeRisk risk = CodeRisk::none;
  /// Where it is no whole piece: then the lane's hasher has nothing to do.
  std::optional<crypto::Blake3Part> part = {};
  std::unique_ptr<SideReader> side_reader = {};
};

/// One thread's work: a slice in each lane, a block of each at a time, until there are no more or it is told
/// to stop.
class Worker {
 public:
  Worker(const Job& job, std::size_t lanes)
      : job_(job),
        reader_(job.listing),
        read_ahead_(job.listing),
        hasher_(job.algorithm, lanes),
        lanes_(lanes),
        blocks_(std::make_unique_for_overwrite<std::uint8_t[]>(lanes * lane_bytes)) {}

  void run() {
    auto began = Clock::now();
    while (!job_.task.stopped() && (fill_lanes() || !finished_.empty())) {
      read_blocks();
      const auto waited = read_ahead_.learn(Clock::now() - began, bytes_read_, opened_);
      name_what_is_next();
      hash_blocks();
      if (!finished_.empty()) job_.tally.deliver(finished_);
      const auto ended = Clock::now();
      tell(ended - began, waited);
      began = ended;
    }
    tell({}, {});
  }

 private:
  using Clock = std::chrono::steady_clock;

  /// Whether there is anything to read.
  bool fill_lanes() {
    for (auto& lane : lanes_) {
      while (!lane) {
        const auto place = next_place();
        if (!place) return std::any_of(lanes_.begin(), lanes_.end(), [](const auto& each) { return !!each; });
        open(*place, lane);
      }
    }
    return true;
  }

  std::optional<std::size_t> next_place() {
    if (batch_.empty()) take_batch();
    if (batch_.empty()) return std::nullopt;
    const auto place = batch_.front();
    batch_ = batch_.subspan(1);
    return place;
  }

  void take_batch() {
    batch_ = job_.batches.take().value_or(std::span<const std::size_t>());
    upcoming_ = job_.batches.upcoming(batches_ahead * job_.threads);
  }

  void open(std::size_t place, std::optional<OpenSlice>& lane) {
    const auto slice = job_.slices[place];
    const auto start = slice.range.start;
    if (auto lost = job_.slices.lost(place)) return give_up(place, start, CodeRisk::none, std::move(*lost));
    const auto& piece = job_.slices.pieces()[slice.piece];
    auto handle = slice.is_whole ? open_alone(piece) : job_.common_file.open(piece.file, reader_);
    if (!handle) return give_up(place, start, CodeRisk::none, std::move(handle.error()));
    ++opened_;
    lane.emplace(OpenSlice{place, slice, piece.file, std::move(*handle), start});
    if (!slice.is_whole) lane->part.emplace(start - piece.range.start);
    if (job_.read_aside && slice.range.size() >= side_reader_from_bytes) read_aside(*lane);
  }

  /// What one block holds is looked at once, when it is read: that says the same.
  Result<CommonFile::Shared> open_alone(const Piece& piece) {
    const bool at_once = piece.range.start == 0 && piece.range.end <= lane_bytes;
    return (at_once ? reader_.open_unchecked(piece.file) : reader_.open(piece.file))
        .map([](access::Handle handle) { return std::make_shared<const access::Handle>(std::move(handle)); });
  }

  static void read_aside(OpenSlice& open) {
    try {
      open.side_reader = std::make_unique<SideReader>(*open.handle, open.slice.range);
    } catch (const std::system_error&) {
      // The system has no further thread to give: this one reads.
    }
  }

  /// `due` bytes, or fewer where the file ends.
  access::SystemResult<BytesView> next_block(std::size_t lane, std::size_t due) {
    auto& open = *lanes_[lane];
    if (open.side_reader) return open.side_reader->next();
    const std::span block(&blocks_[lane * lane_bytes], due);
    return access::read_at(*open.handle, block, open.at).map([&](std::size_t got) {
      return BytesView(block.first(got));
    });
  }

  void tell(std::chrono::nanoseconds worked, std::chrono::nanoseconds waited) {
    job_.tally.add({bytes_dealt_with_, worked, waited});
    bytes_dealt_with_ = bytes_read_ = 0;
    opened_ = 0;
  }

  void read_blocks() {
    feeds_.clear();
    parts_.clear();
    for (std::size_t lane = 0; lane < lanes_.size(); ++lane) {
      if (lanes_[lane]) read_block(lane);
    }
  }

  void read_block(std::size_t lane) {
    auto& open = *lanes_[lane];
    const auto& name = job_.listing.files[open.file].name;
    const auto most = open.side_reader ? SideReader::block_bytes
                      : open.at == 0   ? lane_bytes
                                       : block_bytes(lanes_.size());
    const auto due = static_cast<std::size_t>(std::min<std::uint64_t>(most, open.slice.range.end - open.at));
    const auto block = next_block(lane, due);
    if (!block) return give_up_lane(lane, why_unreadable(open, block.error()));
    if (block->size() < due) return give_up_lane(lane, {Code::folder_changing, name, "shorter than listed"});
    if (open.at == 0) open.risk = code_risk(name, block->first(std::min(due, code_risk_bytes)));
    open.at += due;
    bytes_read_ += due;
    bytes_dealt_with_ += due;
    auto& feeds = open.part ? parts_ : feeds_;
    feeds.push_back({lane, *block, open.at == open.slice.range.end});
  }

  /// What is not the file that was listed can't be read for that reason.
  [[nodiscard]] base::Error why_unreadable(const OpenSlice& open, const std::error_code& error) const {
    auto unchanged = reader_.check(*open.handle, open.file);
    if (!unchanged) return std::move(unchanged.error());
    return {Code::file_unreadable, job_.listing.files[open.file].name, error.message()};
  }

  /// To the system, which reads it while this thread hashes.
  void name_what_is_next() {
    for (const auto place : std::exchange(upcoming_, {})) {
      if (job_.task.stopped()) return;
      const auto slice = job_.slices[place];
      read_ahead_.expect(job_.slices.pieces()[slice.piece].file, slice.range);
    }
  }

  void hash_blocks() {
    hasher_.update(feeds_);
    for (const auto& feed : parts_) lanes_[feed.lane]->part->update(feed.bytes);
    for (const auto* feeds : {&feeds_, &parts_}) {
      for (const auto& feed : *feeds) {
        if (feed.last) end_slice(feed.lane);
      }
    }
  }

  void end_slice(std::size_t lane) {
    auto& open = *lanes_[lane];
    auto unchanged = reader_.check(*open.handle, open.file);
    if (open.part) {
      using Value = Result<crypto::ChainingValue>;
      join(open.place, unchanged ? Value(open.part->finish()) : Value(fail(std::move(unchanged.error()))),
           open.risk);
    } else {
      auto digest = Result<crypto::Digest>(hasher_.finish(lane));
      if (!unchanged) digest = fail(std::move(unchanged.error()));
      finished_.push_back({open.slice.piece, std::move(digest), open.risk});
    }
    lanes_[lane].reset();
  }

  void join(std::size_t place, Result<crypto::ChainingValue> value, CodeRisk risk) {
    if (auto piece = job_.slices.join(place, std::move(value), risk)) finished_.push_back(std::move(*piece));
  }

  void give_up_lane(std::size_t lane, base::Error error) {
    const auto& open = *lanes_[lane];
    give_up(open.place, open.at, open.risk, std::move(error));
    hasher_.restart(lane);  // it may hold half a piece
    lanes_[lane].reset();
  }

  /// All bytes count as dealt with, read or not, or the progress would never reach its end.
  void give_up(std::size_t place, std::uint64_t at, CodeRisk risk, base::Error error) {
    const auto slice = job_.slices[place];
    bytes_dealt_with_ += slice.range.end - at;
    if (slice.is_whole) {
      finished_.push_back({slice.piece, fail(std::move(error)), risk});
    } else {
      join(place, fail(std::move(error)), risk);
    }
  }

  const Job& job_;
  Reader reader_;
  ReadAhead read_ahead_;
  crypto::LaneHasher hasher_;
  std::vector<std::optional<OpenSlice>> lanes_;
  std::unique_ptr<std::uint8_t[]> blocks_;  // lane_bytes of each lane; pages that stay untouched cost nothing
  std::span<const std::size_t> batch_;
  std::span<const std::size_t> upcoming_;
  std::vector<crypto::LaneHasher::Feed> feeds_;  // of whole pieces
  std::vector<crypto::LaneHasher::Feed> parts_;  // of slices that are none
  /// Of this round.
  std::uint64_t bytes_read_ = 0;
  std::uint64_t bytes_dealt_with_ = 0;
  std::size_t opened_ = 0;
  std::vector<HashedPiece> finished_;
};

std::size_t thread_count(std::size_t batches) {
  return std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, std::max<std::size_t>(batches, 1));
}

/// Few slices are shared out evenly: two cores with two each are quicker than one with four.
std::size_t lane_count(const Job& job) {
  const auto each = (job.slices.count() + job.threads - 1) / job.threads;
  return std::clamp<std::size_t>(each, 1, crypto::useful_lanes(job.algorithm));
}

/// This thread works too; those beside it end before this function does.
void work_on_all_cores(const Job& job) {
  const auto lanes = lane_count(job);
  std::vector<std::jthread> threads;
  try {
    for (std::size_t i = 1; i < job.threads; ++i) {
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
  Slices slices(pieces, algorithm);
  Batches batches(slices);
  Tally tally(pieces, task, done);
  CommonFile common_file;
  tally.tell();
  const bool read_aside = 2 * slices.count() <= std::thread::hardware_concurrency();
  work_on_all_cores({tree.listing(), algorithm, slices, task, batches, tally, common_file,
                     thread_count(batches.count()), read_aside});
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
