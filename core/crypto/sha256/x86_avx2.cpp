// SHA-256 of eight messages at once with AVX2, for the many processors that have it and no SHA instructions.
#if defined(__x86_64__) || defined(_M_X64)

#include <immintrin.h>

#include "crypto/sha256/vertical.h"

namespace weighmaster::crypto::sha256 {
namespace {

struct Vector {
  static constexpr std::size_t lanes = 8;
  __m256i v;

  static Vector load(const std::uint32_t* words) {
    return {_mm256_load_si256(reinterpret_cast<const __m256i*>(words))};
  }
  void store(std::uint32_t* words) const { _mm256_store_si256(reinterpret_cast<__m256i*>(words), v); }
  static Vector all(std::uint32_t word) { return {_mm256_set1_epi32(static_cast<int>(word))}; }
  friend Vector operator+(Vector a, Vector b) { return {_mm256_add_epi32(a.v, b.v)}; }

  static __m256i rotated(__m256i x, int by) {
    return _mm256_or_si256(_mm256_srli_epi32(x, by), _mm256_slli_epi32(x, 32 - by));
  }
  static Vector exclusive(__m256i a, __m256i b, __m256i c) {
    return {_mm256_xor_si256(_mm256_xor_si256(a, b), c)};
  }
  static Vector sum0(Vector x) { return exclusive(rotated(x.v, 2), rotated(x.v, 13), rotated(x.v, 22)); }
  static Vector sum1(Vector x) { return exclusive(rotated(x.v, 6), rotated(x.v, 11), rotated(x.v, 25)); }
  static Vector sigma0(Vector x) {
    return exclusive(rotated(x.v, 7), rotated(x.v, 18), _mm256_srli_epi32(x.v, 3));
  }
  static Vector sigma1(Vector x) {
    return exclusive(rotated(x.v, 17), rotated(x.v, 19), _mm256_srli_epi32(x.v, 10));
  }
  /// g, changed to f where e says so: one operation less than section 4.1.2 writes.
  static Vector choose(Vector e, Vector f, Vector g) {
    return {_mm256_xor_si256(g.v, _mm256_and_si256(e.v, _mm256_xor_si256(f.v, g.v)))};
  }
  static Vector majority(Vector a, Vector b, Vector c) {
    return {_mm256_or_si256(_mm256_and_si256(a.v, b.v), _mm256_and_si256(c.v, _mm256_or_si256(a.v, b.v)))};
  }

  static void load_block(Vector (&words)[16], const std::uint8_t* const* data);
};

/// A square of 8 by 8 words, turned.
inline void transpose(__m256i (&rows)[8]) {
  __m256i pairs[8];
  for (std::size_t i = 0; i < 8; i += 2) {
    pairs[i] = _mm256_unpacklo_epi32(rows[i], rows[i + 1]);
    pairs[i + 1] = _mm256_unpackhi_epi32(rows[i], rows[i + 1]);
  }
  __m256i fours[8];
  for (std::size_t i = 0; i < 8; i += 4) {
    fours[i] = _mm256_unpacklo_epi64(pairs[i], pairs[i + 2]);
    fours[i + 1] = _mm256_unpackhi_epi64(pairs[i], pairs[i + 2]);
    fours[i + 2] = _mm256_unpacklo_epi64(pairs[i + 1], pairs[i + 3]);
    fours[i + 3] = _mm256_unpackhi_epi64(pairs[i + 1], pairs[i + 3]);
  }
  for (std::size_t i = 0; i < 4; ++i) {
    rows[i] = _mm256_permute2x128_si256(fours[i], fours[i + 4], 0x20);
    rows[i + 4] = _mm256_permute2x128_si256(fours[i], fours[i + 4], 0x31);
  }
}

inline void Vector::load_block(Vector (&words)[16], const std::uint8_t* const* data) {
  const auto big_endian = _mm256_setr_epi8(3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12, 3, 2, 1, 0,
                                           7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
  for (std::size_t half = 0; half < 2; ++half) {
    __m256i rows[8];
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      rows[lane] = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(data[lane] + 32 * half));
    }
    transpose(rows);
    for (std::size_t i = 0; i < 8; ++i) words[8 * half + i].v = _mm256_shuffle_epi8(rows[i], big_endian);
  }
}

}  // namespace

void compress_avx2_x8(std::uint32_t* const* states, const std::uint8_t* const* data, std::size_t blocks) {
  compress_vertically<Vector>(states, data, blocks);
}

}  // namespace weighmaster::crypto::sha256

#endif
