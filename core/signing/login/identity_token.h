#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "crypto/secret.h"

namespace weighmaster::signing {

/// What a token says, as it says it: show it through base::visible.
struct TokenClaims {
  std::string issuer;
  std::string subject;
  std::vector<std::string> audience;  // at least one
  /// The client that it was made for, where it has several audiences.
  std::optional<std::string> authorized_party;
  std::optional<std::string> nonce;
  base::TimePoint expires;
  std::optional<base::TimePoint> issued;
  std::optional<base::TimePoint> not_before;
  std::optional<std::string> email;
  /// Whether the provider says that the address is this person's: false where it says nothing of it.
  bool email_verified = false;
  /// The provider behind one that passes others' logins on (Dex's federated_claims.connector_id).
  std::optional<std::string> federated_issuer;
  /// Of a known build service: the URI of the workflow that runs.
  std::optional<std::string> workflow;
};

/// What an identity provider says of somebody: an OpenID Connect ID token, a JSON Web Token (RFC 7519) in
/// JWS compact form (RFC 7515 section 7.1). Whoever holds its text can sign in that person's name for as long
/// as it lives: the text is for the certificate authority alone, and no message, log or answer shows it.
///
/// Its signature is not checked here: it is the certificate authority that relies on the token, and that
/// knows the provider's keys. What is read of it decides what is asked for and shown, never what is trusted.
/// Immutable; it moves and is never copied by accident.
class IdentityToken {
 public:
  /// Three parts in base64url without padding, JSON objects in the first two; an algorithm other than "none",
  /// no critical extension; iss, sub, aud and exp, and what else is known of the right types. White space at
  /// either end is passed over. Error: login.token, which never quotes the text.
  [[nodiscard]] static base::Result<IdentityToken> parse(const crypto::Secret& text);

  /// The token as it is sent.
  [[nodiscard]] std::string_view text() const { return text_.text(); }
  [[nodiscard]] const TokenClaims& claims() const { return claims_; }
  /// The same token once more, for somebody else to keep.
  [[nodiscard]] IdentityToken copy() const;

  /// Whom Sigstore's certificate authority, Fulcio, names in a certificate as it is set up for the usual
  /// providers, as far as the token tells: a verified e-mail address, the workflow of a known build service,
  /// a subject that is a URI. Nothing: it can't be told beforehand.
  [[nodiscard]] std::optional<std::string> expected_identity() const;
  /// The issuer that such a certificate names: the federated one, else the token's.
  [[nodiscard]] const std::string& expected_issuer() const;

 private:
  IdentityToken(crypto::Secret text, TokenClaims claims)
      : text_(std::move(text)), claims_(std::move(claims)) {}

  crypto::Secret text_;
  TokenClaims claims_;
};

}  // namespace weighmaster::signing
