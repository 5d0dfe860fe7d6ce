#pragma once

#include <array>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <thread>

#include "base/bytes.h"
#include "manifest/manifest.h"
#include "model/access.h"

namespace weighmaster::model {

/// Reads a range of an open file by a thread of its own, some blocks ahead of whoever takes them: one stream
/// of hashing keeps one core busy, and what waits for the disk, or for the copy of each block, is another
/// core. Of one taker.
class SideReader {
 public:
  /// Large enough that to hand it over costs nothing beside hashing it.
  static constexpr std::size_t block_bytes = 256U << 10U;
  /// So many at most are read and not yet taken: 4 MiB outlast a request to the disk. Measured.
  static constexpr std::size_t blocks_ahead = 16;

  /// `file` outlives the reader. `range` is not empty.
  SideReader(const access::Handle& file, manifest::ByteRange range);

  /// The next block of the range; a shorter one than is due where the file ends. It stays until the next
  /// call. Not called again after the last one, nor after an error.
  [[nodiscard]] access::SystemResult<BytesView> next();

 private:
  struct Block {
    std::unique_ptr<std::uint8_t[]> bytes;
    access::SystemResult<std::size_t> got{0};
  };

  /// The reader sleeps until there is room for so many: to be woken for each would cost the taker more.
  static constexpr std::size_t blocks_at_once = blocks_ahead / 4;

  void read_all(const std::stop_token& stop);
  [[nodiscard]] bool wait_for_room(const std::stop_token& stop);

  const access::Handle& file_;
  manifest::ByteRange range_;
  std::array<Block, blocks_ahead> blocks_;
  std::mutex mutex_;
  std::condition_variable more_;      // for the taker
  std::condition_variable_any room_;  // for the reader
  std::size_t read_ = 0;              // blocks so far
  std::size_t freed_ = 0;             // of them, how many the taker is done with
  bool holds_one_ = false;
  std::jthread thread_;  // the last member: it ends before the others do
};

}  // namespace weighmaster::model
