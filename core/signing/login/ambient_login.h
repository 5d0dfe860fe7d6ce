#pragma once

#include <memory>
#include <string>

#include "net/http.h"
#include "signing/login/login.h"
#include "signing/login/surroundings.h"

namespace weighmaster::signing {

struct AmbientLoginRequest {
  Surroundings surroundings;
  std::shared_ptr<net::Http> http;
  /// For Google's metadata server, which speaks plain http on the machine's own link: allowed to, and never
  /// by a proxy.
  std::shared_ptr<net::Http> metadata_http;
  /// For whom tokens are made.
  std::string audience = "sigstore";
  /// Where Google makes tokens for another service account.
  std::string google_credentials = "https://iamcredentials.googleapis.com";
  Clock clock = base::now;
};

/// The identity that a build service gives its jobs. Looked for in this order; the first that is there is
/// used, and its failure is told, not passed over:
/// - SIGSTORE_ID_TOKEN, where GitLab and others put it;
/// - GitHub Actions: ACTIONS_ID_TOKEN_REQUEST_URL and ACTIONS_ID_TOKEN_REQUEST_TOKEN;
/// - Buildkite: `buildkite-agent oidc request-token`;
/// - Google Cloud: the metadata server, and with GOOGLE_SERVICE_ACCOUNT_NAME another service account.
class AmbientLogin final : public Login {
 public:
  explicit AmbientLogin(AmbientLoginRequest request) : request_(std::move(request)) {}

  /// Errors also: login.no_ambient, with what is missing as far as it can be told.
  [[nodiscard]] base::Result<IdentityToken> identity(const base::Task& task) override;

 private:
  AmbientLoginRequest request_;
};

}  // namespace weighmaster::signing
