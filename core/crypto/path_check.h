#pragma once

#include <vector>

#include "base/time.h"
#include "crypto/chain.h"

namespace weighmaster::crypto {

/// Checks one path as it stands (RFC 5280 section 6.1): leaf first, each signed by the next, the last an
/// anchor. Neither adds nor leaves out certificates.
[[nodiscard]] Chain check_path(const std::vector<Certificate>& path, base::TimePoint at);

}  // namespace weighmaster::crypto
