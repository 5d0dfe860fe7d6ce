#pragma once

#include <QTest>
#include <cstdlib>
#include <string_view>

namespace weighmaster::tests {

/// In CI nothing is skipped.
inline bool in_ci() {
  const char* ci = std::getenv("CI");
  return ci != nullptr && std::string_view(ci) == "true";
}

}  // namespace weighmaster::tests

/// Skips the test where a peer is absent; in CI its absence is a failure. `absent` says what to install.
#define NEEDS_PEER(is_there, absent)                  \
  do {                                                \
    if (!(is_there)) {                                \
      if (weighmaster::tests::in_ci()) QFAIL(absent); \
      QSKIP(absent);                                  \
    }                                                 \
  } while (false)
