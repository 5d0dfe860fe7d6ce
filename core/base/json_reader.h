#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "base/json.h"
#include "base/time.h"

namespace weighmaster::base {

/// What a reader of a whole document inherits: it takes member after member, goes on with empty values, and
/// keeps the first error for the end. `malformed` is the code of what this class itself refuses.
class JsonReader {
 protected:
  explicit JsonReader(Code malformed) : malformed_(malformed) {}

  [[nodiscard]] const std::optional<Error>& error() const { return error_; }
  void refuse(Error error) {
    if (!error_) error_ = std::move(error);
  }
  void refuse(std::string subject, std::string detail = {}) {
    refuse(Error{malformed_, std::move(subject), std::move(detail)});
  }

  template <class Value>
  std::optional<Value> take(Result<Value> result) {
    if (result) return std::move(*result);
    refuse(std::move(result.error()));
    return std::nullopt;
  }

  /// At most `most` elements; a longer list, like an absent one, is read as empty, and so is every list after
  /// an error: no work is done for a document that is refused.
  std::span<const Json> list(const JsonObject& object, std::string_view name, std::size_t most = SIZE_MAX) {
    const auto all = take(object.array(name)).value_or(std::span<const Json>());
    if (all.size() > most) refuse(object.path(name), "too many");
    return error_ ? std::span<const Json>() : all;
  }
  std::optional<std::string> text_if_any(const JsonObject& object, std::string_view name) {
    const auto found = take(object.find(name));
    if (!found || *found == nullptr) return std::nullopt;
    return take(object.string(name));
  }
  std::vector<std::string> texts(const JsonObject& object, std::string_view name,
                                 std::size_t most = SIZE_MAX) {
    std::vector<std::string> all;
    for (const auto& each : list(object, name, most)) {
      if (each.is_string())
        all.push_back(each.get_ref<const std::string&>());
      else
        refuse(object.path(name), "not a list of strings");
    }
    return all;
  }
  /// RFC 3339.
  std::optional<TimePoint> time(const JsonObject& object, std::string_view name) {
    const auto text = text_if_any(object, name);
    return text ? take(parse_rfc3339(*text)) : std::nullopt;
  }

 private:
  Code malformed_;
  std::optional<Error> error_;
};

}  // namespace weighmaster::base
