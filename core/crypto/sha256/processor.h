#pragma once

namespace weighmaster::crypto::sha256 {

/// What the kernels ask of a processor, and of the system, which has to keep the wider registers.
struct Features {
  bool sha = false;  // with SSE 4.1 on x86
  bool avx2 = false;
  bool avx512 = false;  // F and BW
};

[[nodiscard]] Features processor_features();

}  // namespace weighmaster::crypto::sha256
