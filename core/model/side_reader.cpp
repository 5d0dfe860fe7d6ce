#include "model/side_reader.h"

#include <algorithm>
#include <utility>

namespace weighmaster::model {

using access::SystemResult;

SideReader::SideReader(const access::Handle& file, manifest::ByteRange range) : file_(file), range_(range) {
  for (auto& block : blocks_) block.bytes = std::make_unique_for_overwrite<std::uint8_t[]>(block_bytes);
  thread_ = std::jthread([this](const std::stop_token& stop) { read_all(stop); });
}

bool SideReader::wait_for_room(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  return room_.wait(lock, stop, [&] { return read_ + blocks_at_once <= freed_ + blocks_ahead; });
}

void SideReader::read_all(const std::stop_token& stop) {
  for (auto at = range_.start; at < range_.end; at += block_bytes) {
    if (stop.stop_requested()) return;
    if (read_ % blocks_at_once == 0 && !wait_for_room(stop)) return;
    auto& block = blocks_[read_ % blocks_ahead];
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(block_bytes, range_.end - at));
    block.got = access::read_at(file_, {block.bytes.get(), wanted}, at);
    const bool whole = block.got && *block.got == wanted;
    {
      const std::lock_guard lock(mutex_);
      ++read_;
    }
    more_.notify_one();
    if (!whole) return;
  }
}

SystemResult<BytesView> SideReader::next() {
  std::unique_lock lock(mutex_);
  if (std::exchange(holds_one_, true) && ++freed_ % blocks_at_once == 0) room_.notify_one();
  more_.wait(lock, [&] { return read_ > freed_; });
  const auto& block = blocks_[freed_ % blocks_ahead];
  if (!block.got) return tl::unexpected(block.got.error());
  return BytesView(block.bytes.get(), *block.got);
}

}  // namespace weighmaster::model
