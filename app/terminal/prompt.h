#pragma once

#include <stop_token>
#include <string>

#include "base/result.h"
#include "crypto/secret.h"

namespace weighmaster::terminal {

/// Asks the person at the controlling terminal, wherever input and output go, and shows nothing of what they
/// type. Errors: key.password_missing where there is no terminal or nothing is typed; task.cancelled.
[[nodiscard]] base::Result<crypto::Secret> ask_on_terminal(const std::string& question,
                                                           const std::stop_token& stop);

/// Asks the person at the controlling terminal what is answered with y or n, which they see as they type it;
/// everything but a yes is a no. Errors: signing.consent where there is no terminal; task.cancelled.
[[nodiscard]] base::Result<bool> agrees_on_terminal(const std::string& question, const std::stop_token& stop);

}  // namespace weighmaster::terminal
