// SHA-256 with the SHA instructions of x86 processors. Each waits for the one before: further messages beside
// the first are nearly free, until the unit is full at about four.
#if defined(__x86_64__) || defined(_M_X64)

#include <immintrin.h>

#include "crypto/sha256/kernel.h"

namespace weighmaster::crypto::sha256 {
namespace {

/// The instructions want the eight words as a, b, e, f and c, d, g, h, highest first.
struct Halves {
  __m128i abef;
  __m128i cdgh;
};

inline Halves load(const std::uint32_t* state) {
  const auto dcba = _mm_loadu_si128(reinterpret_cast<const __m128i*>(state));
  const auto hgfe = _mm_loadu_si128(reinterpret_cast<const __m128i*>(state + 4));
  const auto cdab = _mm_shuffle_epi32(dcba, 0xB1);
  const auto efgh = _mm_shuffle_epi32(hgfe, 0x1B);
  return {_mm_alignr_epi8(cdab, efgh, 8), _mm_blend_epi16(efgh, cdab, 0xF0)};
}

inline void store(std::uint32_t* state, const Halves& halves) {
  const auto feba = _mm_shuffle_epi32(halves.abef, 0x1B);
  const auto dchg = _mm_shuffle_epi32(halves.cdgh, 0xB1);
  _mm_storeu_si128(reinterpret_cast<__m128i*>(state), _mm_blend_epi16(feba, dchg, 0xF0));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(state + 4), _mm_alignr_epi8(dchg, feba, 8));
}

/// Four words of the message, from big endian.
inline __m128i load_words(const std::uint8_t* data) {
  const auto big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  return _mm_shuffle_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i*>(data)), big_endian);
}

/// The four words that come sixteen after those in `w0`.
inline __m128i schedule(__m128i w0, __m128i w4, __m128i w8, __m128i w12) {
  const auto partly = _mm_add_epi32(_mm_sha256msg1_epu32(w0, w4), _mm_alignr_epi8(w12, w8, 4));
  return _mm_sha256msg2_epu32(partly, w12);
}

inline void four_rounds(Halves& halves, __m128i words, std::size_t round) {
  const auto constants = _mm_load_si128(reinterpret_cast<const __m128i*>(round_constants + round));
  const auto sum = _mm_add_epi32(words, constants);
  halves.cdgh = _mm_sha256rnds2_epu32(halves.cdgh, halves.abef, sum);
  halves.abef = _mm_sha256rnds2_epu32(halves.abef, halves.cdgh, _mm_shuffle_epi32(sum, 0x0E));
}

template <std::size_t Lanes>
inline void compress(std::uint32_t* const* states, const std::uint8_t* const* data, std::size_t blocks) {
  Halves now[Lanes];
  for (std::size_t lane = 0; lane < Lanes; ++lane) now[lane] = load(states[lane]);
  for (std::size_t block = 0; block < blocks; ++block) {
    Halves before[Lanes];
    __m128i words[Lanes][4];
    for (std::size_t lane = 0; lane < Lanes; ++lane) {
      before[lane] = now[lane];
      for (std::size_t i = 0; i < 4; ++i)
        words[lane][i] = load_words(data[lane] + block * block_bytes + 16 * i);
    }
#if defined(__GNUC__)
#pragma GCC unroll 16
#endif
    for (std::size_t group = 0; group < 16; ++group) {
      for (std::size_t lane = 0; lane < Lanes; ++lane) {
        auto& ring = words[lane];
        const auto due = ring[group % 4];
        // Ahead of the rounds, which wait for each other: measured.
        if (group < 12)
          ring[group % 4] =
              schedule(ring[group % 4], ring[(group + 1) % 4], ring[(group + 2) % 4], ring[(group + 3) % 4]);
        four_rounds(now[lane], due, 4 * group);
      }
    }
    for (std::size_t lane = 0; lane < Lanes; ++lane) {
      now[lane].abef = _mm_add_epi32(now[lane].abef, before[lane].abef);
      now[lane].cdgh = _mm_add_epi32(now[lane].cdgh, before[lane].cdgh);
    }
  }
  for (std::size_t lane = 0; lane < Lanes; ++lane) store(states[lane], now[lane]);
}

}  // namespace

void compress_sha_x2(std::uint32_t* const* states, const std::uint8_t* const* data, std::size_t blocks) {
  compress<2>(states, data, blocks);
}

void compress_sha_x3(std::uint32_t* const* states, const std::uint8_t* const* data, std::size_t blocks) {
  compress<3>(states, data, blocks);
}

void compress_sha_x4(std::uint32_t* const* states, const std::uint8_t* const* data, std::size_t blocks) {
  compress<4>(states, data, blocks);
}

}  // namespace weighmaster::crypto::sha256

#endif
