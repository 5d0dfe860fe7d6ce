#pragma once

#include <string>

#include "base/result.h"
#include "base/task.h"
#include "base/time.h"
#include "crypto/secret.h"
#include "net/http.h"
#include "signing/login/client.h"
#include "signing/login/identity_token.h"
#include "signing/login/provider.h"

namespace weighmaster::signing {

/// One login by authorization code (RFC 6749 section 4.1) with PKCE (RFC 7636, S256 only), state and nonce,
/// each new and used once.
struct CodeFlow {
  Provider provider;
  /// Where the provider sends the browser: "http://localhost:PORT/auth/callback", or the out-of-band name.
  std::string redirect;
  ProofKey proof = new_proof_key();
  std::string state = new_nonce();
  std::string nonce = new_nonce();
};

/// The address that the browser opens: nothing in it is a secret of more than this login, and none of it
/// redeems the code.
[[nodiscard]] std::string authorization_url(const CodeFlow& flow, const Client& client);

/// Trades the code for a token that is for us, of this login and valid `now`. Errors: net.*; login.refused
/// with what the provider says; login.token, login.token_expired. The subject is the provider's host.
[[nodiscard]] base::Result<IdentityToken> redeem(net::Http& http, const CodeFlow& flow, const Client& client,
                                                 const crypto::Secret& code, base::TimePoint now,
                                                 const base::Task& task);

}  // namespace weighmaster::signing
