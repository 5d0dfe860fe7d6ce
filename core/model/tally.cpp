#include "model/tally.h"

#include <algorithm>

namespace weighmaster::model {

Tally::Tally(std::span<const Piece> pieces, const base::Task& task, const Done& done)
    : pieces_(pieces), task_(task), done_(done) {
  for (const auto& piece : pieces) {
    if (piece.file >= pieces_left_.size()) pieces_left_.resize(piece.file + 1);
    if (pieces_left_[piece.file]++ == 0) ++files_total_;
    bytes_total_ += piece.range.size();
  }
}

void Tally::add(const Round& round) {
  if (!task_.progress) return;
  bytes_done_.fetch_add(round.bytes, std::memory_order_relaxed);
  worked_.fetch_add(round.worked.count(), std::memory_order_relaxed);
  waited_.fetch_add(round.waited.count(), std::memory_order_relaxed);
  const auto now = Clock::now().time_since_epoch();
  if (now - Clock::duration(told_at_.load(std::memory_order_relaxed)) < interval) return;
  const std::unique_lock lock(mutex_, std::try_to_lock);
  if (lock.owns_lock()) tell_locked();
}

void Tally::deliver(std::vector<HashedPiece>& finished) {
  const std::lock_guard lock(mutex_);
  for (auto& piece : finished) {
    if (--pieces_left_[pieces_[piece.piece].file] == 0) ++files_done_;
    ++delivered_;
    done_(std::move(piece));
  }
  finished.clear();
}

void Tally::tell() {
  const std::lock_guard lock(mutex_);
  if (task_.progress) tell_locked();
}

void Tally::tell_locked() {
  told_at_.store(Clock::now().time_since_epoch().count(), std::memory_order_relaxed);
  using std::chrono::nanoseconds;
  task_.progress({bytes_done_.load(std::memory_order_relaxed), bytes_total_, files_done_, files_total_,
                  base::Phase::hashing, nanoseconds(worked_.load(std::memory_order_relaxed)),
                  nanoseconds(waited_.load(std::memory_order_relaxed))});
}

}  // namespace weighmaster::model
