#include "signing/login/client.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/encoding.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/text.h"
#include "crypto/digest.h"
#include "crypto/random.h"
#include "net/address.h"
#include "signing/login/url_text.h"
#include "signing/secret_request.h"

namespace weighmaster::signing {
namespace {

using base::Code;
using base::fail;
using base::JsonObject;
using base::Result;
using crypto::Secret;

constexpr std::size_t random_size = 32;

/// RFC 6749 section 2.3.1: both in the form's encoding, then as RFC 7617 has it.
std::string basic(const Client& client) {
  const auto pair = to_form(client.id) + ":" + to_form(client.secret.text());
  return "Basic " + base::to_base64(as_bytes(pair));
}

}  // namespace

ProofKey new_proof_key() {
  Secret verifier(to_bytes(to_base64url(crypto::random_bytes(random_size))));
  crypto::Hasher hasher(crypto::DigestAlgorithm::sha256);
  hasher.update(verifier.bytes());
  return {std::move(verifier), to_base64url(hasher.finish().bytes())};
}

std::string new_nonce() {
  return to_base64url(crypto::random_bytes(random_size));
}

Result<net::Answer> post_form(net::Http& http, const std::string& url, const Provider& provider,
                              const Client& client, const Secret& form, const base::Task& task) {
  SecretRequest request;
  request.method = net::Method::post;
  request.url = url;
  request.most_bytes = base::limits::login_answer_bytes;
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}};
  std::string body(form.text());
  const bool secret = !client.secret.text().empty();
  if (secret && !provider.secret_in_body) {
    request.headers.push_back({"Authorization", basic(client)});
  } else {
    body += "&" + to_form({{"client_id", client.id}});
    if (secret) body += "&" + to_form({{"client_secret", client.secret.text()}});
  }
  request.body = to_bytes(body);
  crypto::wipe(body);
  return http.send(request, task);
}

Refusal read_refusal(const net::Answer& answer) {
  const auto json = base::parse_json(answer.body, "the answer");
  if (!json || !json->is_object()) return {};
  const auto text = [&](const char* name) {
    const auto found = json->find(name);
    return found != json->end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  return {text("error"), text("error_description")};
}

base::Error refused(const Provider& provider, const Refusal& refusal,
                    const std::vector<std::string_view>& secrets) {
  auto said = refusal.error;
  if (!refusal.description.empty()) said += (said.empty() ? "" : ": ") + refusal.description;
  const bool repeats = std::any_of(secrets.begin(), secrets.end(), [&](std::string_view secret) {
    return !secret.empty() && said.find(secret) != std::string::npos;
  });
  if (repeats) said.clear();
  return {Code::login_refused, net::host_of(provider.issuer),
          base::visible(said, base::limits::answer_excerpt)};
}

base::Error refused(const Provider& provider, const net::Answer& answer,
                    const std::vector<std::string_view>& secrets) {
  const auto refusal = read_refusal(answer);
  if (!refusal.error.empty()) return refused(provider, refusal, secrets);
  return {Code::net_status, net::host_of(provider.token_endpoint), "HTTP " + std::to_string(answer.status)};
}

Result<IdentityToken> read_id_token(const Provider& provider, net::Answer answer) {
  const auto host = net::host_of(provider.token_endpoint);
  const auto json = base::parse_json(answer.body, "the answer");
  crypto::wipe(answer.body);
  if (!json) return fail(Code::net_answer, host, std::string(base::name(json.error().code)));
  const auto object = JsonObject::from(*json, "the answer");
  if (!object) return fail(Code::net_answer, host, "it is no JSON object");
  auto text = object->string("id_token");
  if (!text) return fail(Code::login_token, host, "the provider sent no identity token (id_token)");
  const Secret secret(to_bytes(*text));
  crypto::wipe(*text);
  auto token = IdentityToken::parse(secret);
  if (!token) return fail(Code::login_token, host, std::move(token.error().detail));
  return token;
}

}  // namespace weighmaster::signing
