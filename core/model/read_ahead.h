#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "model/reader.h"

namespace weighmaster::model {

/// Keeps storage at work while one thread hashes: names to the system the short files that will be read soon.
/// Only where reading was seen to wait: of what lies in the page cache that would cost more than it saves.
/// Long files are left to the system, which reads ahead of whoever reads in order.
class ReadAhead {
 public:
  explicit ReadAhead(const Tree::Listing& listing) : reader_(listing) {}

  /// A number of reads, and files opened for them, took so long together. Returns for how much of that they
  /// waited: what copying the bytes and opening the files takes is no waiting.
  std::chrono::nanoseconds learn(std::chrono::nanoseconds took, std::uint64_t bytes, std::size_t opened);

  /// The range of a file will be read soon.
  void expect(std::size_t file, const manifest::ByteRange& range);

 private:
  Reader reader_;             // of its own: it is in other folders than the one that reads
  unsigned rounds_left_ = 0;  // until it is given up, if nothing waits
};

}  // namespace weighmaster::model
