#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

#include "base/code.h"

namespace weighmaster::base {

/// It could not be done. `subject` names what it is about (a file, a member, a certificate), `detail` the
/// particulars (a position, a system message). Both may hold text from outside: show them through words.
struct Error {
  Code code;
  std::string subject;
  std::string detail;

  friend bool operator==(const Error&, const Error&) = default;
};

/// It was looked at, and this is what there is to say. Same members, another meaning: a finding is part of a
/// report, an error ends an attempt.
struct Finding {
  Code code;
  std::string subject;
  std::string detail;

  friend bool operator==(const Finding&, const Finding&) = default;
};

inline Finding as_finding(Error error) {
  return {error.code, std::move(error.subject), std::move(error.detail)};
}

/// Functions that return one carry [[nodiscard]]: the type itself can't.
template <class T>
using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> fail(Code code, std::string subject = {},
                                                std::string detail = {}) {
  return tl::unexpected<Error>{Error{code, std::move(subject), std::move(detail)}};
}

[[nodiscard]] inline tl::unexpected<Error> fail(Error error) {
  return tl::unexpected<Error>{std::move(error)};
}

}  // namespace weighmaster::base
