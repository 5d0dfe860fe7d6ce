#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "crypto/secret.h"
#include "net/listener.h"
#include "signing/login/provider.h"

namespace weighmaster::signing {

/// What the browser brings back from the provider (RFC 6749 section 4.1.2): the code, or why there is none.
/// Nothing where the state is not the one of this login: then it is somebody else's, and whoever sent it
/// learns and ends nothing. Errors: login.refused with what the provider says; login.answer for what no
/// honest provider sends: a name twice, code and error together or neither, another issuer than the one that
/// was asked or none where it always says it (RFC 9207), a code that is too long or of letters that no code
/// has.
[[nodiscard]] std::optional<base::Result<crypto::Secret>> read_callback(
    const std::vector<net::Parameter>& query, const Provider& provider, const std::string& state);

/// A code as a person pastes it, blanks around it passed over. Error: login.answer.
[[nodiscard]] base::Result<crypto::Secret> read_code(std::string_view text);

}  // namespace weighmaster::signing
