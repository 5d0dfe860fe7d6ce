#pragma once

#include <iosfwd>

#include "base/json.h"
#include "manifest/difference.h"

namespace weighmaster::terminal {

/// What has changed since an earlier signature, for people: counted, and the first few by name.
void write_changes(std::ostream& out, const manifest::Difference& changes, const std::string& since);

/// The same as an object: `added`, `removed`, `changed`, `renamed` (`from`, `to`).
[[nodiscard]] base::Json changes_json(const manifest::Difference& changes);

}  // namespace weighmaster::terminal
