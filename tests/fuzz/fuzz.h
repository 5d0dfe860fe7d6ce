#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "base/bytes.h"

/// What libFuzzer calls with each input, and run_corpus.cpp with each committed one.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace weighmaster::fuzz {

/// Ends the program where something that must always hold does not.
inline void must(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

inline bool same(BytesView a, BytesView b) {
  return as_text(a) == as_text(b);
}

}  // namespace weighmaster::fuzz
