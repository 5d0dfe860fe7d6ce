#include "crypto/blake3_part.h"

#include <algorithm>
#include <bit>

#ifdef WEIGHMASTER_BLAKE3_SOURCES
// What blake3_impl.h includes, before it is read as C.
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#if defined(__x86_64__) || defined(_M_X64)
#include <immintrin.h>
#endif
extern "C" {
#include <blake3_impl.h>
}
#endif

namespace weighmaster::crypto {

#ifndef WEIGHMASTER_BLAKE3_SOURCES

bool blake3_has_parts() {
  return false;
}
// Never called then.
Blake3Part::Blake3Part(std::uint64_t at) : first_chunk_(at) {}
void Blake3Part::update(BytesView) {}
ChainingValue Blake3Part::finish() {
  return {};
}
Digest blake3_of_parts(std::span<const ChainingValue>) {
  return digest(DigestAlgorithm::blake3, {});
}

#else

namespace {

constexpr std::size_t chunk_bytes = 1024;
constexpr std::size_t block_bytes = 64;
/// Chunks that are compressed side by side: several times what the widest registers take.
constexpr std::size_t most_chunks = 64;

/// Section 2.2: those of SHA-256.
constexpr std::array<std::uint32_t, 8> initial_value{0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A,
                                                     0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19};

ChainingValue bytes_of(const std::array<std::uint32_t, 8>& words) {
  ChainingValue value{};
  for (std::size_t i = 0; i < value.size(); ++i) {
    value[i] = static_cast<std::uint8_t>(words[i / 4] >> (8 * (i % 4)));
  }
  return value;
}

/// Section 2.5; `flags`: ROOT or none.
ChainingValue parent(const ChainingValue& left, const ChainingValue& right, std::uint8_t flags = 0) {
  std::array<std::uint8_t, block_bytes> block{};
  std::copy(right.begin(), right.end(), std::copy(left.begin(), left.end(), block.begin()));
  auto words = initial_value;
  blake3_compress_in_place(words.data(), block.data(), block_bytes, 0,
                           static_cast<std::uint8_t>(PARENT | flags));
  return bytes_of(words);
}

/// A chunk that is shorter than others (section 2.4): at least one byte.
ChainingValue short_chunk(BytesView bytes, std::uint64_t counter) {
  auto words = initial_value;
  std::uint8_t flags = CHUNK_START;
  while (true) {
    const auto size = std::min(bytes.size(), block_bytes);
    std::array<std::uint8_t, block_bytes> block{};
    std::copy_n(bytes.begin(), size, block.begin());
    bytes = bytes.subspan(size);
    if (bytes.empty()) flags |= CHUNK_END;
    blake3_compress_in_place(words.data(), block.data(), static_cast<std::uint8_t>(size), counter, flags);
    if (bytes.empty()) return bytes_of(words);
    flags = 0;
  }
}

using Values = std::array<ChainingValue, most_chunks>;

/// A row of the tree by the row below it: blocks of one size, in place.
void compress_row(const std::uint8_t* inputs, std::size_t count, std::size_t size, std::uint64_t counter,
                  Values& values) {
  std::array<const std::uint8_t*, most_chunks> starts{};
  for (std::size_t i = 0; i < count; ++i) starts[i] = inputs + i * size;
  const bool chunks = size == chunk_bytes;
  blake3_hash_many(starts.data(), count, size / block_bytes, initial_value.data(), counter, chunks,
                   chunks ? std::uint8_t{0} : std::uint8_t{PARENT}, chunks ? CHUNK_START : 0,
                   chunks ? CHUNK_END : 0, values[0].data());
}

/// Of several parts, none of which is the whole message.
ChainingValue subtree(std::span<const ChainingValue> parts) {
  if (parts.size() == 1) return parts.front();
  const auto left = std::bit_floor(parts.size() - 1);
  return parent(subtree(parts.first(left)), subtree(parts.subspan(left)));
}

}  // namespace

bool blake3_has_parts() {
  return true;
}

Blake3Part::Blake3Part(std::uint64_t at) : first_chunk_(at / chunk_bytes) {}

void Blake3Part::update(BytesView bytes) {
  if (!tail_.empty()) {
    const auto more = bytes.first(std::min(bytes.size(), chunk_bytes - tail_.size()));
    tail_.insert(tail_.end(), more.begin(), more.end());
    bytes = bytes.subspan(more.size());
    if (tail_.size() < chunk_bytes) return;
    add_chunks(tail_, 1);
    tail_.clear();
  }
  while (bytes.size() >= chunk_bytes) {
    // A subtree is whole only where it begins at a multiple of its own size.
    auto count = std::bit_floor(std::min(bytes.size() / chunk_bytes, most_chunks));
    while (chunks_ % count != 0) count /= 2;
    add_chunks(bytes, count);
    bytes = bytes.subspan(count * chunk_bytes);
  }
  tail_.assign(bytes.begin(), bytes.end());
}

void Blake3Part::add_chunks(BytesView bytes, std::size_t count) {
  Values values;
  compress_row(bytes.data(), count, chunk_bytes, first_chunk_ + chunks_, values);
  for (auto rest = count / 2; rest > 0; rest /= 2) {
    Values row;
    compress_row(values[0].data(), rest, block_bytes, 0, row);
    values = row;
  }
  push(values[0], count);
}

void Blake3Part::push(const ChainingValue& value, std::size_t chunks) {
  chunks_ += chunks;
  subtrees_.push_back(value);
  while (subtrees_.size() > static_cast<std::size_t>(std::popcount(chunks_))) {
    const auto right = subtrees_.back();
    subtrees_.pop_back();
    subtrees_.back() = parent(subtrees_.back(), right);
  }
}

ChainingValue Blake3Part::finish() {
  if (!tail_.empty()) push(short_chunk(tail_, first_chunk_ + chunks_), 1);
  auto value = subtrees_.back();
  for (auto left = subtrees_.rbegin() + 1; left != subtrees_.rend(); ++left) value = parent(*left, value);
  return value;
}

Digest blake3_of_parts(std::span<const ChainingValue> parts) {
  const auto left = std::bit_floor(parts.size() - 1);
  return *Digest::from_bytes(DigestAlgorithm::blake3,
                             parent(subtree(parts.first(left)), subtree(parts.subspan(left)), ROOT));
}

#endif

}  // namespace weighmaster::crypto
