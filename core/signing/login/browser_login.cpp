#include "signing/login/browser_login.h"

#include "net/listener.h"
#include "signing/login/code_flow.h"
#include "signing/login/inbox.h"

namespace weighmaster::signing {
namespace {

using base::fail;
using base::Result;
using crypto::Secret;

/// What Sigstore's own providers let every client come back to.
constexpr auto callback_path = "/auth/callback";

/// Sends the browser off and waits for it to come back. The port is known only when it is open, and it has to
/// be open before the browser is sent: so the flow learns here where it ends.
Result<Secret> fetch_code(const BrowserLoginRequest& request, CodeFlow& flow, const base::Task& task) {
  Inbox inbox(flow.provider, flow.state, request.texts);
  const auto listener = net::Listener::open(callback_path, request.port,
                                            [&](const auto& query) { return inbox.receive(query); });
  if (!listener) return fail(listener.error());
  flow.redirect = "http://localhost:" + std::to_string((*listener)->port()) + callback_path;
  const auto url = authorization_url(flow, request.client);
  const bool opened = request.open_browser && request.open_browser(url).has_value();
  if (request.tell) request.tell(url, opened);
  return inbox.wait(request.patience, task);
}

}  // namespace

Result<IdentityToken> BrowserLogin::identity(const base::Task& task) {
  if (task.stopped()) return fail(base::cancelled());
  auto provider = discover(*request_.http, request_.client.issuer, task);
  if (!provider) return fail(std::move(provider.error()));
  CodeFlow flow{std::move(*provider), {}};
  const auto code = fetch_code(request_, flow, task);
  if (!code) return fail(code.error());
  return redeem(*request_.http, flow, request_.client, *code, request_.clock(), task);
}

}  // namespace weighmaster::signing
