#include "crypto/sha256/kernels.h"

// One message at a time is OpenSSL's, by the functions that work on a bare state: it has the fastest code for
// each processor. Newer interfaces hide the state, which has to pass from one kernel to another here.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

#include <algorithm>
#include <vector>

#include "crypto/sha256/processor.h"

namespace weighmaster::crypto::sha256 {

alignas(64) const std::uint32_t round_constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

const std::uint32_t initial_state[state_words] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                                  0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

void compress_openssl(std::uint32_t* const* states, const std::uint8_t* const* data, std::size_t blocks) {
  SHA256_CTX context{};
  context.md_len = SHA256_DIGEST_LENGTH;
  std::copy_n(states[0], state_words, &context.h[0]);
  SHA256_Update(&context, data[0], blocks * block_bytes);
  std::copy_n(&context.h[0], state_words, states[0]);
}

namespace {

constexpr std::size_t never = SIZE_MAX;

std::vector<Kernel> find_runnable() {
  std::vector<Kernel> runnable{{"openssl", 1, 1, compress_openssl}};
  const auto has = processor_features();
#if defined(__x86_64__) || defined(_M_X64)
  if (has.sha) {
    runnable.push_back({"sha x2", 2, 2, compress_sha_x2});
    runnable.push_back({"sha x3", 3, 3, compress_sha_x3});
    runnable.push_back({"sha x4", 4, 4, compress_sha_x4});
  }
  if (has.avx2) runnable.push_back({"avx2 x8", 8, has.sha ? never : 3, compress_avx2_x8});
  if (has.avx512) runnable.push_back({"avx512 x16", 16, has.sha ? 12U : 5U, compress_avx512_x16});
#elif defined(__aarch64__) || defined(_M_ARM64)
  if (has.sha) runnable.push_back({"armv8 x2", 2, 2, compress_armv8_x2});
#endif
  return runnable;
}

std::vector<Kernel> find_useful() {
  std::vector<Kernel> useful;
  for (const auto& kernel : runnable_kernels()) {
    if (kernel.worth_from != never) useful.push_back(kernel);
  }
  return useful;
}

}  // namespace

std::span<const Kernel> runnable_kernels() {
  static const auto runnable = find_runnable();
  return runnable;
}

std::span<const Kernel> useful_kernels() {
  static const auto useful = find_useful();
  return useful;
}

const Kernel& kernel_for(std::size_t messages) {
  const auto kernels = useful_kernels();
  const auto widest = std::find_if(kernels.rbegin(), kernels.rend(),
                                   [&](const Kernel& kernel) { return kernel.worth_from <= messages; });
  const auto turns = (messages + widest->lanes - 1) / widest->lanes;
  const auto each = (messages + turns - 1) / turns;
  return *std::find_if(kernels.begin(), kernels.end(),
                       [&](const Kernel& kernel) { return kernel.lanes >= each; });
}

}  // namespace weighmaster::crypto::sha256
