#pragma once

#include "crypto/sha256/kernel.h"

/// SHA-256 with one message in each element of a vector: what a round does to one word it does to all. For
/// the files that give it a vector.
namespace weighmaster::crypto::sha256 {

// A Vector has `lanes`, and
//   static Vector load(const std::uint32_t*)        `lanes` words, aligned
//   void store(std::uint32_t*) const
//   static Vector all(std::uint32_t)                the same word in each
//   static void load_block(Vector (&words)[16], const std::uint8_t* const* data)   the next block of each
//   lane operator+ static Vector sum1(e), sum0(a), sigma0(w), sigma1(w), choose(e, f, g), majority(a, b, c)
//   section 4.1.2

/// One round (section 6.2.2, step 3). Instead of moving the eight words each round, the caller gives them in
/// turned order.
template <class Vector>
inline void one_round(Vector a, Vector b, Vector c, Vector& d, Vector e, Vector f, Vector g, Vector& h,
                      Vector word_and_constant) {
  const auto t1 = h + Vector::sum1(e) + Vector::choose(e, f, g) + word_and_constant;
  d = d + t1;
  h = t1 + Vector::sum0(a) + Vector::majority(a, b, c);
}

/// Sixteen rounds, and the words for the next sixteen.
template <class Vector, bool Last>
inline void sixteen_rounds(Vector (&s)[state_words], Vector (&w)[16], const std::uint32_t* constants) {
#if defined(__GNUC__)
#pragma GCC unroll 16
#endif
  for (std::size_t i = 0; i < 16; ++i) {
    one_round(s[(16 - i) % 8], s[(17 - i) % 8], s[(18 - i) % 8], s[(19 - i) % 8], s[(20 - i) % 8],
              s[(21 - i) % 8], s[(22 - i) % 8], s[(23 - i) % 8], w[i] + Vector::all(constants[i]));
    if (!Last)
      w[i] = w[i] + Vector::sigma0(w[(i + 1) % 16]) + w[(i + 9) % 16] + Vector::sigma1(w[(i + 14) % 16]);
  }
}

template <class Vector>
inline void compress_vertically(std::uint32_t* const* states, const std::uint8_t* const* data,
                                std::size_t blocks) {
  constexpr auto lanes = Vector::lanes;
  alignas(64) std::uint32_t turned[state_words][lanes];
  Vector now[state_words];
  const std::uint8_t* at[lanes];
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    at[lane] = data[lane];
    for (std::size_t i = 0; i < state_words; ++i) turned[i][lane] = states[lane][i];
  }
  for (std::size_t i = 0; i < state_words; ++i) now[i] = Vector::load(turned[i]);
  for (; blocks > 0; --blocks) {
    Vector words[16];
    Vector::load_block(words, at);
    for (auto& lane : at) lane += block_bytes;
    Vector before[state_words];
    for (std::size_t i = 0; i < state_words; ++i) before[i] = now[i];
    sixteen_rounds<Vector, false>(now, words, round_constants);
    sixteen_rounds<Vector, false>(now, words, round_constants + 16);
    sixteen_rounds<Vector, false>(now, words, round_constants + 32);
    sixteen_rounds<Vector, true>(now, words, round_constants + 48);
    for (std::size_t i = 0; i < state_words; ++i) now[i] = now[i] + before[i];
  }
  for (std::size_t i = 0; i < state_words; ++i) now[i].store(turned[i]);
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    for (std::size_t i = 0; i < state_words; ++i) states[lane][i] = turned[i][lane];
  }
}

}  // namespace weighmaster::crypto::sha256
