#include "model/hashing.h"

#include <algorithm>
#include <system_error>
#include <thread>

#include "base/file.h"
#include "base/limits.h"
#include "model/batches.h"
#include "model/reader.h"
#include "model/tally.h"

namespace weighmaster::model {

using base::Code;
using base::fail;
using base::Result;

namespace {

constexpr std::size_t block_bytes = 1U << 20U;
static_assert(block_bytes >= code_risk_bytes, "the first block holds all that code_risk wants to see");

/// What all threads share.
struct Job {
  const Tree::Listing& listing;
  crypto::DigestAlgorithm algorithm;
  std::span<const Piece> pieces;
  const base::Task& task;
  Batches& batches;
  Tally& tally;
};

/// One thread's work: takes batches until there are none, or until it is told to stop.
class Worker {
 public:
  explicit Worker(const Job& job)
      : job_(job), reader_(job.listing), hasher_(job.algorithm), block_(block_bytes) {}

  void run() {
    while (const auto batch = job_.batches.take()) {
      if (job_.task.stopped()) return;
      hash_batch(*batch);
    }
  }

 private:
  void hash_batch(std::span<const std::size_t> batch) {
    for (const auto place : batch) {
      CodeRisk risk = CodeRisk::none;
      auto digest = hash(job_.pieces[place], risk);
      if (!digest && digest.error().code == Code::task_cancelled) break;
      finished_.push_back({place, std::move(digest), risk});
    }
    job_.tally.deliver(finished_);
  }

  /// All bytes of a piece count as dealt with, read or not, or the progress would never reach its end.
  Result<crypto::Digest> hash(const Piece& piece, CodeRisk& risk) {
    std::uint64_t told = 0;
    auto digest = hash_open(piece, risk, told);
    if (!digest) hasher_ = crypto::Hasher(job_.algorithm);  // it may hold half a piece
    if (!digest && digest.error().code == Code::task_cancelled) return digest;
    job_.tally.add_bytes(piece.range.size() - told);
    return digest;
  }

  Result<crypto::Digest> hash_open(const Piece& piece, CodeRisk& risk, std::uint64_t& told) {
    const auto handle = reader_.open(piece.file);
    if (!handle) return fail(handle.error());
    const auto read = read_into_hasher(*handle, piece, risk, told);
    if (!read) return fail(read.error());
    const auto unchanged = reader_.check(*handle, piece.file);
    if (!unchanged) return fail(unchanged.error());
    return hasher_.finish();
  }

  Result<void> read_into_hasher(const access::Handle& handle, const Piece& piece, CodeRisk& risk,
                                std::uint64_t& told) {
    const auto& name = job_.listing.files[piece.file].name;
    if (piece.range.size() == 0) risk = code_risk(name, {});
    for (auto at = piece.range.start; at < piece.range.end;) {
      if (job_.task.stopped()) return fail(base::cancelled());
      const auto wanted =
          static_cast<std::size_t>(std::min<std::uint64_t>(block_.size(), piece.range.end - at));
      const auto got = access::read_at(handle, std::span(block_).first(wanted), at);
      if (!got) return fail(Code::file_unreadable, name, got.error().message());
      if (*got < wanted) return fail(Code::folder_changing, name, "shorter than listed");
      const auto block = BytesView(block_).first(wanted);
      if (at == 0) risk = code_risk(name, block.first(std::min(wanted, code_risk_bytes)));
      hasher_.update(block);
      at += wanted;
      told += wanted;
      job_.tally.add_bytes(wanted);
    }
    return {};
  }

  const Job& job_;
  Reader reader_;
  crypto::Hasher hasher_;
  Bytes block_;
  std::vector<HashedPiece> finished_;
};

std::size_t thread_count(std::size_t batches) {
  return std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, std::max<std::size_t>(batches, 1));
}

/// This thread works too; those beside it end before this function does.
void work_on_all_cores(const Job& job) {
  std::vector<std::jthread> threads;
  try {
    for (std::size_t i = 1; i < thread_count(job.batches.count()); ++i) {
      threads.emplace_back([&job] { Worker(job).run(); });
    }
  } catch (const std::system_error&) {
    // The system has no further thread to give: those that run do the work.
  }
  Worker(job).run();
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
