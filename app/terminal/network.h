#pragma once

#include <memory>

#include "base/result.h"
#include "net/http.h"
#include "options.h"

namespace weighmaster::terminal {

/// The way to services that the options choose. Errors: file.*, certificate.malformed where the file of
/// authorities holds none.
[[nodiscard]] base::Result<std::unique_ptr<net::Http>> make_http(const NetworkOptions& options);

}  // namespace weighmaster::terminal
