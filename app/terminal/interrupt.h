#pragma once

#include <stop_token>

namespace weighmaster::terminal {

/// From now on Ctrl-C (SIGINT) and SIGTERM ask for a stop, so that what was found so far is still told; the
/// second one ends the program at once. To be called before any thread is made.
[[nodiscard]] std::stop_token stop_on_interrupt();

}  // namespace weighmaster::terminal
