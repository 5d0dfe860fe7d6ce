#include "signing/login/code_flow.h"

#include "net/address.h"
#include "signing/login/token_check.h"
#include "signing/login/url_text.h"

namespace weighmaster::signing {

using base::Code;
using base::fail;
using base::Result;
using crypto::Secret;

std::string authorization_url(const CodeFlow& flow, const Client& client) {
  const auto& endpoint = flow.provider.authorization_endpoint;
  return endpoint + (endpoint.find('?') == std::string::npos ? "?" : "&") +
         to_form({{"response_type", "code"},
                  {"client_id", client.id},
                  {"scope", login_scope},
                  {"redirect_uri", flow.redirect},
                  {"state", flow.state},
                  {"nonce", flow.nonce},
                  {"code_challenge", flow.proof.challenge},
                  {"code_challenge_method", "S256"}});
}

Result<IdentityToken> redeem(net::Http& http, const CodeFlow& flow, const Client& client, const Secret& code,
                             base::TimePoint now, const base::Task& task) {
  const auto& provider = flow.provider;
  const auto form = to_secret_form({{"grant_type", "authorization_code"},
                                    {"code", code.text()},
                                    {"redirect_uri", flow.redirect},
                                    {"code_verifier", flow.proof.verifier.text()}});
  auto answer = post_form(http, provider.token_endpoint, provider, client, form, task);
  if (!answer) return fail(answer.error());
  if (!answer->good()) {
    return fail(refused(provider, *answer, {code.text(), flow.proof.verifier.text(), client.secret.text()}));
  }
  auto token = read_id_token(provider, std::move(*answer));
  if (!token) return fail(std::move(token.error()));
  if (const auto good = check_token(*token, {provider.issuer, client.id, flow.nonce}, now); !good)
    return fail(good.error());
  return token;
}

}  // namespace weighmaster::signing
