#pragma once

#include "base/json.h"
#include "verdict/report.h"

namespace weighmaster::terminal {

/// What a signature says of itself, as an object (docs/report.md): `signature`, `method`, `media_type`,
/// `signer`, `statement`, `log`, without anything that was judged.
[[nodiscard]] base::Json claims_json(const verdict::Report& report);

}  // namespace weighmaster::terminal
