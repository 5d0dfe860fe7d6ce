#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace weighmaster::base {

/// A list of a document whose elements are taken one after the other as they are read, and don't stay in the
/// value that is built: of a list of a million files there is never more than one in memory as JSON.
struct JsonList {
  /// The names of the members that lead to it.
  std::vector<std::string_view> path;
  std::function<void(const Json&)> take;
};

/// The same as without a list, which is empty in the value. What was taken of it is worth nothing where the
/// text is refused later.
[[nodiscard]] Result<Json> parse_json(BytesView text, std::string_view what, const JsonList& list);

}  // namespace weighmaster::base
