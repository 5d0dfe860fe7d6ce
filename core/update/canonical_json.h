#pragma once

#include <optional>

#include "base/bytes.h"
#include "base/json.h"

namespace weighmaster::update {

/// What TUF signs (specification 1.0, section 4.2): OLPC canonical JSON. Members in code point order, no
/// white space, in strings only `"` and `\` escaped, all else as its UTF-8 bytes. Nothing where the value
/// holds a fraction, for which that format has no form.
[[nodiscard]] std::optional<Bytes> canonical_json(const base::Json& value);

}  // namespace weighmaster::update
