#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "base/time.h"
#include "signing/login/identity_token.h"

namespace weighmaster::signing {

/// What a token has to say (OpenID Connect Core 1.0 section 3.1.3.7).
struct ExpectedToken {
  /// The provider that was asked: equal byte for byte.
  std::string issuer;
  /// The client that asked: one of the audience, and no audience besides that isn't known to it.
  std::string client_id;
  /// The one of this login; nothing where the way of login has none.
  std::optional<std::string> nonce;
};

/// Within its time, give or take the difference of two clocks (limits::login_clock_skew). Errors:
/// login.token_expired; login.token where it is not valid yet, or was issued in the future.
[[nodiscard]] base::Result<void> check_time(const IdentityToken& token, base::TimePoint now);

/// Issuer, audience, nonce, time, and an e-mail address only where it is verified. Errors: login.token, which
/// names the member that is wrong; login.token_expired.
[[nodiscard]] base::Result<void> check_token(const IdentityToken& token, const ExpectedToken& expected,
                                             base::TimePoint now);

}  // namespace weighmaster::signing
