#include "support/test_token.h"

#include <algorithm>

#include "base/encoding.h"
#include "support/virtual_sigstore.h"

namespace weighmaster::tests {
namespace {

using base::Json;

std::string base64url(const std::string& text) {
  auto encoded = base::to_base64(as_bytes(text));
  std::replace(encoded.begin(), encoded.end(), '+', '-');
  std::replace(encoded.begin(), encoded.end(), '/', '_');
  return encoded.substr(0, encoded.find('='));
}

std::int64_t unix_seconds(base::TimePoint time) {
  return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

}  // namespace

Json alices_claims() {
  const auto now = unix_seconds(at(signing_time));
  return {{"iss", alices_issuer}, {"sub", "alice"}, {"aud", "sigstore"},     {"iat", now},
          {"exp", now + 300},     {"email", alice}, {"email_verified", true}};
}

std::string identity_token(const Json& claims) {
  const Json header{{"alg", "RS256"}, {"typ", "JWT"}, {"kid", "test"}};
  return base64url(header.dump()) + "." + base64url(claims.dump()) + "." + base64url("no signature at all");
}

}  // namespace weighmaster::tests
