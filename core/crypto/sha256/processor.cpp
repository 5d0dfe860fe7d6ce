#include "crypto/sha256/processor.h"

#include <cstdint>

#if defined(_M_X64)
#include <intrin.h>
#elif defined(__x86_64__)
#include <cpuid.h>
#elif defined(__aarch64__) && defined(__linux__)
#include <asm/hwcap.h>
#include <sys/auxv.h>
#elif defined(_M_ARM64)
#include <windows.h>
#endif

namespace weighmaster::crypto::sha256 {

#if defined(__x86_64__) || defined(_M_X64)

namespace {

struct Leaf {
  std::uint32_t eax = 0;
  std::uint32_t ebx = 0;
  std::uint32_t ecx = 0;
  std::uint32_t edx = 0;
};

/// All zero where the processor has no such leaf.
Leaf cpuid(std::uint32_t number) {
  Leaf leaf;
#if defined(_M_X64)
  int highest[4];
  __cpuid(highest, 0);
  if (static_cast<std::uint32_t>(highest[0]) < number) return leaf;
  int registers[4];
  __cpuidex(registers, static_cast<int>(number), 0);
  leaf = {static_cast<std::uint32_t>(registers[0]), static_cast<std::uint32_t>(registers[1]),
          static_cast<std::uint32_t>(registers[2]), static_cast<std::uint32_t>(registers[3])};
#else
  __get_cpuid_count(number, 0, &leaf.eax, &leaf.ebx, &leaf.ecx, &leaf.edx);
#endif
  return leaf;
}

/// Which registers the system keeps when it switches threads. Only to be asked where OSXSAVE is set.
std::uint64_t kept_registers() {
#if defined(_M_X64)
  return _xgetbv(0);
#else
  std::uint32_t low = 0;
  std::uint32_t high = 0;
  __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return (static_cast<std::uint64_t>(high) << 32U) | low;
#endif
}

bool has_bit(std::uint32_t word, unsigned bit) {
  return ((word >> bit) & 1U) != 0;
}

}  // namespace

// Bits as in Intel's manual, volume 2, CPUID, and volume 1, section 13.3.
Features processor_features() {
  constexpr std::uint64_t ymm = 0x06;
  constexpr std::uint64_t zmm = 0xE6;
  const auto basic = cpuid(1);
  const auto extended = cpuid(7);
  const bool sse = has_bit(basic.ecx, 9) && has_bit(basic.ecx, 19);  // SSSE3, SSE4.1
  const auto kept = has_bit(basic.ecx, 27) ? kept_registers() : 0;
  Features has;
  has.sha = sse && has_bit(extended.ebx, 29);
  has.avx2 = has_bit(extended.ebx, 5) && (kept & ymm) == ymm;
  has.avx512 = has_bit(extended.ebx, 16) && has_bit(extended.ebx, 30) && (kept & zmm) == zmm;
  return has;
}

#elif defined(__aarch64__) && defined(__linux__)

Features processor_features() {
  Features has;
  has.sha = (getauxval(AT_HWCAP) & HWCAP_SHA2) != 0;
  return has;
}

#elif defined(__APPLE__) && defined(__aarch64__)

Features processor_features() {
  Features has;
  has.sha = true;  // all of Apple's have it
  return has;
}

#elif defined(_M_ARM64)

Features processor_features() {
  Features has;
  has.sha = IsProcessorFeaturePresent(PF_ARM_V8_CRYPTO_INSTRUCTIONS_AVAILABLE) != 0;
  return has;
}

#else

Features processor_features() {
  return {};
}

#endif

}  // namespace weighmaster::crypto::sha256
