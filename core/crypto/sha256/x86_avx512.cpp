// SHA-256 of sixteen messages at once with AVX-512. Where a processor computes with all 512 bits in a cycle,
// this beats its own SHA instructions, as soon as there are enough messages.
#if defined(__x86_64__) || defined(_M_X64)

#include <immintrin.h>

#include "crypto/sha256/vertical.h"

namespace weighmaster::crypto::sha256 {
namespace {

/// What vpternlog makes of three bits: the truth table of the function.
constexpr int exclusive_or = 0x96;
constexpr int first_chooses = 0xCA;
constexpr int majority_of = 0xE8;

struct Vector {
  static constexpr std::size_t lanes = 16;
  __m512i v;

  static Vector load(const std::uint32_t* words) { return {_mm512_load_si512(words)}; }
  void store(std::uint32_t* words) const { _mm512_store_si512(words, v); }
  static Vector all(std::uint32_t word) { return {_mm512_set1_epi32(static_cast<int>(word))}; }
  friend Vector operator+(Vector a, Vector b) { return {_mm512_add_epi32(a.v, b.v)}; }

  static Vector exclusive(__m512i a, __m512i b, __m512i c) {
    return {_mm512_ternarylogic_epi32(a, b, c, exclusive_or)};
  }
  static Vector sum0(Vector x) {
    return exclusive(_mm512_ror_epi32(x.v, 2), _mm512_ror_epi32(x.v, 13), _mm512_ror_epi32(x.v, 22));
  }
  static Vector sum1(Vector x) {
    return exclusive(_mm512_ror_epi32(x.v, 6), _mm512_ror_epi32(x.v, 11), _mm512_ror_epi32(x.v, 25));
  }
  static Vector sigma0(Vector x) {
    return exclusive(_mm512_ror_epi32(x.v, 7), _mm512_ror_epi32(x.v, 18), _mm512_srli_epi32(x.v, 3));
  }
  static Vector sigma1(Vector x) {
    return exclusive(_mm512_ror_epi32(x.v, 17), _mm512_ror_epi32(x.v, 19), _mm512_srli_epi32(x.v, 10));
  }
  static Vector choose(Vector e, Vector f, Vector g) {
    return {_mm512_ternarylogic_epi32(e.v, f.v, g.v, first_chooses)};
  }
  static Vector majority(Vector a, Vector b, Vector c) {
    return {_mm512_ternarylogic_epi32(a.v, b.v, c.v, majority_of)};
  }

  static void load_block(Vector (&words)[16], const std::uint8_t* const* data);
};

/// A square of 16 by 16 words, turned: what came lane by lane is wanted word by word. Pairs, then fours,
/// change places within each quarter; whole quarters at the end.
inline void transpose(__m512i (&rows)[16]) {
  __m512i pairs[16];
  for (std::size_t i = 0; i < 16; i += 2) {
    pairs[i] = _mm512_unpacklo_epi32(rows[i], rows[i + 1]);
    pairs[i + 1] = _mm512_unpackhi_epi32(rows[i], rows[i + 1]);
  }
  __m512i fours[16];
  for (std::size_t i = 0; i < 16; i += 4) {
    fours[i] = _mm512_unpacklo_epi64(pairs[i], pairs[i + 2]);
    fours[i + 1] = _mm512_unpackhi_epi64(pairs[i], pairs[i + 2]);
    fours[i + 2] = _mm512_unpacklo_epi64(pairs[i + 1], pairs[i + 3]);
    fours[i + 3] = _mm512_unpackhi_epi64(pairs[i + 1], pairs[i + 3]);
  }
  for (std::size_t i = 0; i < 4; ++i) {
    const auto even_low = _mm512_shuffle_i32x4(fours[i], fours[i + 4], 0x88);
    const auto odd_low = _mm512_shuffle_i32x4(fours[i], fours[i + 4], 0xDD);
    const auto even_high = _mm512_shuffle_i32x4(fours[i + 8], fours[i + 12], 0x88);
    const auto odd_high = _mm512_shuffle_i32x4(fours[i + 8], fours[i + 12], 0xDD);
    rows[i] = _mm512_shuffle_i32x4(even_low, even_high, 0x88);
    rows[i + 8] = _mm512_shuffle_i32x4(even_low, even_high, 0xDD);
    rows[i + 4] = _mm512_shuffle_i32x4(odd_low, odd_high, 0x88);
    rows[i + 12] = _mm512_shuffle_i32x4(odd_low, odd_high, 0xDD);
  }
}

inline void Vector::load_block(Vector (&words)[16], const std::uint8_t* const* data) {
  const auto big_endian = _mm512_set4_epi32(0x0c0d0e0f, 0x08090a0b, 0x04050607, 0x00010203);
  __m512i rows[16];
  for (std::size_t lane = 0; lane < lanes; ++lane) rows[lane] = _mm512_loadu_si512(data[lane]);
  transpose(rows);
  for (std::size_t i = 0; i < 16; ++i) words[i].v = _mm512_shuffle_epi8(rows[i], big_endian);
}

}  // namespace

void compress_avx512_x16(std::uint32_t* const* states, const std::uint8_t* const* data, std::size_t blocks) {
  compress_vertically<Vector>(states, data, blocks);
}

}  // namespace weighmaster::crypto::sha256

#endif
