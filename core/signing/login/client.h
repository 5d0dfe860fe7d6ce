#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/task.h"
#include "crypto/secret.h"
#include "net/http.h"
#include "signing/login/identity_token.h"
#include "signing/login/provider.h"

namespace weighmaster::signing {

/// Who we are to the provider, and which provider it is.
struct Client {
  /// Its address, which is its name too: "https://oauth2.sigstore.dev/auth".
  std::string issuer;
  std::string id = "sigstore";
  /// Empty for a public client, which every program on a person's own computer is.
  crypto::Secret secret = {};
};

/// A secret of one login and what is told of it beforehand (RFC 7636, S256).
struct ProofKey {
  crypto::Secret verifier;  // 43 letters, of 32 random bytes
  std::string challenge;
};
[[nodiscard]] ProofKey new_proof_key();

/// 43 letters, of 32 random bytes: a state or a nonce.
[[nodiscard]] std::string new_nonce();

/// Posts a form to the provider's token endpoint or another of its kind. `form` holds all but the client's
/// id, which is added, and its secret, which goes into a header or the body as the provider likes it. No part
/// of the form, and nothing that the answer repeats of it, is told to anybody. The answer may have any
/// status. Errors: net.*
[[nodiscard]] base::Result<net::Answer> post_form(net::Http& http, const std::string& url,
                                                  const Provider& provider, const Client& client,
                                                  const crypto::Secret& form, const base::Task& task);

/// What is asked for: who somebody is, by their e-mail address.
inline constexpr auto login_scope = "openid email";

/// What an OAuth error says (RFC 6749 sections 4.1.2.1 and 5.2).
struct Refusal {
  std::string error;  // "invalid_grant"; empty where the answer is none
  std::string description;
};
[[nodiscard]] Refusal read_refusal(const net::Answer& answer);

/// login.refused in the provider's own words, made visible; without them where they repeat a secret.
[[nodiscard]] base::Error refused(const Provider& provider, const Refusal& refusal,
                                  const std::vector<std::string_view>& secrets);
/// Of an answer that is not good. Code also: net.status where it is no OAuth error.
[[nodiscard]] base::Error refused(const Provider& provider, const net::Answer& answer,
                                  const std::vector<std::string_view>& secrets);

/// The token of a good answer (OpenID Connect Core 1.0 section 3.1.3.3), not checked yet; the
/// answer is wiped. Errors: login.token; net.answer where it is no answer of that kind.
[[nodiscard]] base::Result<IdentityToken> read_id_token(const Provider& provider, net::Answer answer);

}  // namespace weighmaster::signing
