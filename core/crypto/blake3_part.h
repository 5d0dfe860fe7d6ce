#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "base/bytes.h"
#include "crypto/digest.h"

/// BLAKE3 of one message by several threads. The message is cut into parts of one size, a power of two and at
/// least a chunk of 1024 bytes; the last may be shorter. Each part is a subtree that comes to a chaining
/// value without the others, and those come to the digest (BLAKE3 specification, sections 2.1 and 2.4).
namespace weighmaster::crypto {

/// 32 bytes, as the specification's output has them.
using ChainingValue = std::array<std::uint8_t, 32>;

/// Whether this build can do it: an installed BLAKE3 library keeps to itself what it takes.
[[nodiscard]] bool blake3_has_parts();

/// One part of a message that has at least two. Not shared between threads.
class Blake3Part {
 public:
  /// `at`: the place of its first byte in the message, a multiple of the parts' size.
  explicit Blake3Part(std::uint64_t at);

  /// Quickest with 64 KiB or more at a time.
  void update(BytesView bytes);
  /// Of all bytes so far, of which there is one at least.
  [[nodiscard]] ChainingValue finish();

 private:
  void add_chunks(BytesView bytes, std::size_t count);
  void push(const ChainingValue& value, std::size_t chunks);

  std::uint64_t first_chunk_;
  std::uint64_t chunks_ = 0;
  /// Of whole subtrees that wait for their right-hand neighbours: one for each bit of `chunks_`.
  std::vector<ChainingValue> subtrees_;
  /// Less than a chunk.
  Bytes tail_;
};

/// The digest of a message of these parts, at least two, in their order.
[[nodiscard]] Digest blake3_of_parts(std::span<const ChainingValue> parts);

}  // namespace weighmaster::crypto
