#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace weighmaster::base {

struct JsonMember {
  std::string_view name;
  /// Nothing where it is no string.
  std::optional<std::string_view> text;
};

/// An element of a list as it is taken: no value is built of it. Its texts last as long as the call.
struct JsonElement {
  bool is_object = false;
  /// Of an object: each name once.
  std::span<const JsonMember> members;

  /// Null where there is none of that name.
  [[nodiscard]] const JsonMember* find(std::string_view name) const;
};

/// A list of a document whose elements are taken one after the other when all else has been read, and don't
/// stay in the value that is built: of a list of a million files none is ever in memory as JSON.
struct JsonList {
  /// The names of the members that lead to it.
  std::vector<std::string_view> path;
  /// Called once before the first element, with the document without them. Not called where there is no list.
  std::function<void(const Json& document)> begin;
  std::function<void(const JsonElement&)> take;
};

/// The same as without a list, which is empty in the value. What was taken of it is worth nothing where the
/// text is refused later.
[[nodiscard]] Result<Json> parse_json(BytesView text, std::string_view what, const JsonList& list);

}  // namespace weighmaster::base
