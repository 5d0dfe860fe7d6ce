#include "fuzz.h"
#include "signing/login/identity_token.h"

using namespace weighmaster;
using fuzz::must;
using signing::IdentityToken;

/// Identity tokens (JSON Web Tokens).
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto token = IdentityToken::parse(crypto::Secret(to_bytes(BytesView{data, size})));
  if (!token) {
    must(token.error().code == base::Code::login_token, "one code says it all");
    return 0;
  }
  const auto& claims = token->claims();
  must(!claims.issuer.empty() && !claims.subject.empty() && !claims.audience.empty(),
       "it says who and whose");
  must(as_text({data, size}).find(token->text()) != std::string_view::npos, "it is sent as it came");
  must(token->text().find_first_of(" \t\r\n\"\\") == std::string_view::npos, "and can stand in a header");
  const auto again = IdentityToken::parse(crypto::Secret(to_bytes(token->text())));
  must(again.has_value() && again->text() == token->text(), "its text can be read again");
  must(again->expected_identity() == token->expected_identity(), "and names the same");
  if (claims.email && !claims.email_verified)
    must(token->expected_identity() != claims.email, "an address that nobody verified is no identity");
  return 0;
}
