#pragma once

#include <cstddef>
#include <cstdint>

/// The compression function of SHA-256 (FIPS 180-4, section 6.2.2) over several messages at once. For the
/// files of this folder, and those tests that hold each kernel against OpenSSL.
///
/// The kernels' files are compiled for instructions that not every processor has. So they, and this header,
/// hold nothing inline that another file could come to call: no standard library, no templates but their own.
namespace weighmaster::crypto::sha256 {

inline constexpr std::size_t block_bytes = 64;
inline constexpr std::size_t state_words = 8;

/// Takes `blocks` blocks of each of the kernel's lanes: of lane i those at `data[i]`, into `states[i]`, eight
/// words each. Lanes may not share a state.
using Compress = void (*)(std::uint32_t* const* states, const std::uint8_t* const* data, std::size_t blocks);

struct Kernel {
  const char* name;
  /// How many messages it takes at once.
  std::size_t lanes;
  /// From how many messages on it is quicker than those of fewer lanes, its own other lanes idle. Measured.
  std::size_t worth_from;
  Compress compress;
};

/// FIPS 180-4, section 4.2.2.
alignas(64) extern const std::uint32_t round_constants[64];
/// FIPS 180-4, section 5.3.3.
extern const std::uint32_t initial_state[state_words];

/// By what each is compiled for. To be called only where runnable_kernels (kernels.h) lists it.
void compress_sha_x2(std::uint32_t* const* states, const std::uint8_t* const* data, std::size_t blocks);
void compress_sha_x3(std::uint32_t* const* states, const std::uint8_t* const* data, std::size_t blocks);
void compress_sha_x4(std::uint32_t* const* states, const std::uint8_t* const* data, std::size_t blocks);
void compress_avx2_x8(std::uint32_t* const* states, const std::uint8_t* const* data, std::size_t blocks);
void compress_avx512_x16(std::uint32_t* const* states, const std::uint8_t* const* data, std::size_t blocks);
void compress_armv8_x2(std::uint32_t* const* states, const std::uint8_t* const* data, std::size_t blocks);

}  // namespace weighmaster::crypto::sha256
