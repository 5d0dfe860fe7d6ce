#pragma once

#include <CLI/CLI.hpp>

#include "verify.h"

namespace weighmaster::terminal {

/// The options of all methods of `verify`, for a verb that has no methods: which of them are given says whom
/// the person expects; nobody, where none is.
void add_expectation_options(CLI::App& verb, VerifyOptions& options);
/// Which method that is, once all arguments are known. Throws CLI::ParseError where they do not go together.
void settle_method(VerifyOptions& options);

}  // namespace weighmaster::terminal
