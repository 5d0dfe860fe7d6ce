#pragma once

#include <string_view>

#include "base/bytes.h"

namespace weighmaster::signature {

/// What model-signing 0.2.0 signed, by mistake, in place of the DSSE pre-authentication encoding: `DSSEV1`
/// with a capital V, and the payload as Python prints bytes. The length is that of the payload before
/// printing. Verified, never written.
[[nodiscard]] Bytes legacy_pre_authentication_encoding(std::string_view payload_type, BytesView payload);

}  // namespace weighmaster::signature
