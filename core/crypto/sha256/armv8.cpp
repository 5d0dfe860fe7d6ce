// SHA-256 of two messages at once with the cryptography instructions of ARMv8: as on x86, one message alone
// leaves the unit waiting for itself.
#if defined(__aarch64__) || defined(_M_ARM64)

#include <arm_neon.h>

#include "crypto/sha256/kernel.h"

namespace weighmaster::crypto::sha256 {
namespace {

struct Halves {
  uint32x4_t abcd;
  uint32x4_t efgh;
};

inline uint32x4_t load_words(const std::uint8_t* data) {
  return vreinterpretq_u32_u8(vrev32q_u8(vld1q_u8(data)));
}

inline uint32x4_t schedule(uint32x4_t w0, uint32x4_t w4, uint32x4_t w8, uint32x4_t w12) {
  return vsha256su1q_u32(vsha256su0q_u32(w0, w4), w8, w12);
}

inline void four_rounds(Halves& halves, uint32x4_t words, std::size_t round) {
  const auto sum = vaddq_u32(words, vld1q_u32(round_constants + round));
  const auto abcd = halves.abcd;
  halves.abcd = vsha256hq_u32(halves.abcd, halves.efgh, sum);
  halves.efgh = vsha256h2q_u32(halves.efgh, abcd, sum);
}

constexpr std::size_t lanes = 2;

}  // namespace

void compress_armv8_x2(std::uint32_t* const* states, const std::uint8_t* const* data, std::size_t blocks) {
  Halves now[lanes];
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    now[lane] = {vld1q_u32(states[lane]), vld1q_u32(states[lane] + 4)};
  }
  for (std::size_t block = 0; block < blocks; ++block) {
    Halves before[lanes];
    uint32x4_t words[lanes][4];
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      before[lane] = now[lane];
      for (std::size_t i = 0; i < 4; ++i) {
        words[lane][i] = load_words(data[lane] + block * block_bytes + 16 * i);
      }
    }
#if defined(__GNUC__)
#pragma GCC unroll 16
#endif
    for (std::size_t group = 0; group < 16; ++group) {
      for (std::size_t lane = 0; lane < lanes; ++lane) {
        auto& ring = words[lane];
        four_rounds(now[lane], ring[group % 4], 4 * group);
        if (group < 12) {
          ring[group % 4] =
              schedule(ring[group % 4], ring[(group + 1) % 4], ring[(group + 2) % 4], ring[(group + 3) % 4]);
        }
      }
    }
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      now[lane].abcd = vaddq_u32(now[lane].abcd, before[lane].abcd);
      now[lane].efgh = vaddq_u32(now[lane].efgh, before[lane].efgh);
    }
  }
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    vst1q_u32(states[lane], now[lane].abcd);
    vst1q_u32(states[lane] + 4, now[lane].efgh);
  }
}

}  // namespace weighmaster::crypto::sha256

#endif
