#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "base/task.h"
#include "crypto/secret.h"
#include "signing/login/ambient_login.h"

/// Other programs of this computer.
namespace weighmaster::terminal {

/// Opens the address in the person's browser and does not wait for it. It is handed over as one argument,
/// to no shell. Error: file.not_found where no program opens addresses, or it says that it can't.
[[nodiscard]] base::Result<void> open_in_browser(const std::string& url);

/// What a program writes, at most limits::identity_token_bytes of it, within half a minute. Errors:
/// login.no_ambient with the program as subject; task.cancelled.
[[nodiscard]] base::Result<crypto::Secret> output_of(const std::vector<std::string>& command,
                                                     const base::Task& task);

/// Has the window program, beside this one or where programs are looked for, paint a document; it needs no
/// screen. Errors: audit.painter, with what it says as detail; task.cancelled.
[[nodiscard]] base::Result<Bytes> paint_in_window_program(BytesView document, const std::string& paper,
                                                          const std::stop_token& stop);

/// This machine, as it is.
[[nodiscard]] signing::Surroundings surroundings();

}  // namespace weighmaster::terminal
