#include "signing/login/ambient_login.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json.h"
#include "base/limits.h"
#include "net/address.h"
#include "signing/login/token_check.h"
#include "signing/login/url_text.h"
#include "signing/secret_request.h"

namespace weighmaster::signing {
namespace {

using base::Code;
using base::fail;
using base::JsonObject;
using base::Result;
using base::Task;
using crypto::Secret;
/// Nothing: this is not the place.
using Found = std::optional<Result<Secret>>;

class Search {
 public:
  Search(const AmbientLoginRequest& request, const Task& task) : request_(&request), task_(&task) {}

  [[nodiscard]] Result<Secret> token() const {
    for (const auto place : {&Search::variable_token, &Search::github, &Search::buildkite, &Search::google}) {
      if (auto found = (this->*place)()) return std::move(*found);
    }
    return fail(Code::login_no_ambient);
  }

 private:
  /// Empty where it isn't set.
  [[nodiscard]] std::string variable(const char* name) const {
    return request_->surroundings.variable(name).value_or("");
  }

  [[nodiscard]] Found variable_token() const {
    auto value = variable("SIGSTORE_ID_TOKEN");
    if (!value.empty()) return wiped(value);
    if (variable("GITLAB_CI").empty()) return std::nullopt;
    return fail(Code::login_no_ambient, "GitLab", "the job names no id_tokens: SIGSTORE_ID_TOKEN");
  }

  [[nodiscard]] Found github() const {
    if (variable("GITHUB_ACTIONS").empty()) return std::nullopt;
    const auto url = variable("ACTIONS_ID_TOKEN_REQUEST_URL");
    auto token = variable("ACTIONS_ID_TOKEN_REQUEST_TOKEN");
    if (url.empty() || token.empty())
      return fail(Code::login_no_ambient, "GitHub Actions", "the job needs permissions: id-token: write");
    auto request = question(url + (url.find('?') == std::string::npos ? "?" : "&") +
                            to_form({{"audience", request_->audience}}));
    request.headers = {{"Authorization", "bearer " + token}, {"Accept", "application/json"}};
    crypto::wipe(token);
    return member(*request_->http, request, "value");
  }

  [[nodiscard]] Found buildkite() const {
    if (variable("BUILDKITE").empty()) return std::nullopt;
    return request_->surroundings.run(
        {"buildkite-agent", "oidc", "request-token", "--audience", request_->audience}, *task_);
  }

  /// Google's own programs know their machines by the same name.
  [[nodiscard]] Found google() const {
    const bool named = request_->surroundings.product_name().starts_with("Google");
    if (!named && variable("GCE_METADATA_HOST").empty()) return std::nullopt;
    const auto account = variable("GOOGLE_SERVICE_ACCOUNT_NAME");
    if (!account.empty()) return google_account(account);
    auto answer = net::fetch(
        *request_->metadata_http,
        metadata("identity?" + to_form({{"audience", request_->audience}, {"format", "full"}})), *task_);
    if (!answer) return fail(answer.error());
    return Secret(std::move(answer->body));
  }

  /// By the machine's own access token, one for another account.
  [[nodiscard]] Result<Secret> google_account(const std::string& account) const {
    const auto access =
        member(*request_->metadata_http,
               metadata("token?" + to_form({{"scopes", "https://www.googleapis.com/auth/cloud-platform"}})),
               "access_token");
    if (!access) return fail(access.error());
    auto request = question(request_->google_credentials + "/v1/projects/-/serviceAccounts/" +
                            to_form(account) + ":generateIdToken");
    request.method = net::Method::post;
    request.headers = {{"Authorization", "Bearer " + std::string(access->text())},
                       {"Content-Type", "application/json"}};
    request.secrets = {std::string(access->text())};
    request.body = to_bytes(base::Json{{"audience", request_->audience}, {"includeEmail", true}}.dump());
    return member(*request_->http, request, "token");
  }

  [[nodiscard]] SecretRequest metadata(const std::string& what) const {
    const auto host = variable("GCE_METADATA_HOST");
    auto request = question("http://" + (host.empty() ? "metadata.google.internal" : host) +
                            "/computeMetadata/v1/instance/service-accounts/default/" + what);
    request.headers = {{"Metadata-Flavor", "Google"}};
    return request;
  }

  [[nodiscard]] static SecretRequest question(std::string url) {
    SecretRequest request;
    request.url = std::move(url);
    request.most_bytes = base::limits::login_answer_bytes;
    return request;
  }

  /// The text of one member of the answer, whose body is never quoted.
  [[nodiscard]] Result<Secret> member(net::Http& http, const net::Request& request, const char* name) const {
    auto answer = http.send(request, *task_);
    if (!answer) return fail(answer.error());
    const auto host = net::host_of(request.url);
    if (!answer->good()) return fail(Code::net_status, host, "HTTP " + std::to_string(answer->status));
    const auto json = base::parse_json(answer->body, "the answer");
    crypto::wipe(answer->body);
    if (!json || !json->is_object()) return fail(Code::net_answer, host, "it is no JSON object");
    auto value = JsonObject::from(*json, "the answer").value().string(name);
    if (!value) return fail(Code::net_answer, host, std::string(name) + " is missing");
    return wiped(*value);
  }

  /// Takes the text over, and leaves none behind.
  [[nodiscard]] static Secret wiped(std::string& text) {
    Secret secret(to_bytes(text));
    crypto::wipe(text);
    return secret;
  }

  const AmbientLoginRequest* request_;
  const Task* task_;
};

}  // namespace

Surroundings no_surroundings() {
  const auto nothing_set = [](const char*) { return std::optional<std::string>(); };
  const auto nothing_runs = [](const std::vector<std::string>& command, const Task&) -> Result<Secret> {
    return fail(Code::login_no_ambient, command.front());
  };
  return {nothing_set, nothing_runs, [] { return std::string(); }};
}

Result<IdentityToken> AmbientLogin::identity(const Task& task) {
  if (task.stopped()) return fail(base::cancelled());
  const auto text = Search(request_, task).token();
  if (!text) return fail(text.error());
  auto token = IdentityToken::parse(*text);
  if (!token) return fail(std::move(token.error()));
  const auto& audience = token->claims().audience;
  if (std::find(audience.begin(), audience.end(), request_.audience) == audience.end())
    return fail(Code::login_token, token->claims().issuer, "it was made for another program");
  if (const auto good = check_time(*token, request_.clock()); !good) return fail(good.error());
  return token;
}

}  // namespace weighmaster::signing
