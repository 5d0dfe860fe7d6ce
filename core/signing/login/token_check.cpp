#include "signing/login/token_check.h"

#include <algorithm>

#include "base/limits.h"

namespace weighmaster::signing {
namespace {

using base::Code;
using base::fail;
using base::Result;

constexpr std::chrono::seconds skew{base::limits::login_clock_skew_seconds};

tl::unexpected<base::Error> wrong(const IdentityToken& token, const char* what) {
  return fail(Code::login_token, token.claims().issuer, what);
}

/// Made for this client, and for nobody else whom it does not know of.
bool is_for(const TokenClaims& claims, const std::string& client_id) {
  const auto& all = claims.audience;
  if (std::find(all.begin(), all.end(), client_id) == all.end()) return false;
  return claims.authorized_party ? claims.authorized_party == client_id : all.size() == 1;
}

}  // namespace

Result<void> check_time(const IdentityToken& token, base::TimePoint now) {
  const auto& claims = token.claims();
  if (now > claims.expires + skew)
    return fail(Code::login_token_expired, claims.issuer, base::to_rfc3339(claims.expires));
  if (claims.not_before && now + skew < *claims.not_before)
    return wrong(token, "it is not valid yet: this computer's clock may be slow");
  if (claims.issued && now + skew < *claims.issued)
    return wrong(token, "it was issued in the future: this computer's clock may be slow");
  return {};
}

Result<void> check_token(const IdentityToken& token, const ExpectedToken& expected, base::TimePoint now) {
  const auto& claims = token.claims();
  if (claims.issuer != expected.issuer) return wrong(token, "its issuer is not the provider that was asked");
  if (!is_for(claims, expected.client_id)) return wrong(token, "it was made for another program");
  if (expected.nonce && claims.nonce != expected.nonce) return wrong(token, "it belongs to another login");
  if (claims.email && !claims.email_verified)
    return wrong(token, "the provider has not verified the e-mail address");
  return check_time(token, now);
}

}  // namespace weighmaster::signing
