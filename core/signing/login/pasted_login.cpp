#include "signing/login/pasted_login.h"

#include "signing/login/callback.h"
#include "signing/login/code_flow.h"

namespace weighmaster::signing {

using base::fail;
using base::Result;

Result<IdentityToken> PastedLogin::identity(const base::Task& task) {
  if (task.stopped()) return fail(base::cancelled());
  auto provider = discover(*request_.http, request_.client.issuer, task);
  if (!provider) return fail(std::move(provider.error()));
  const CodeFlow flow{std::move(*provider), "urn:ietf:wg:oauth:2.0:oob"};
  const auto pasted = request_.ask(authorization_url(flow, request_.client), task);
  if (!pasted) return fail(pasted.error());
  const auto code = read_code(pasted->text());
  if (!code) return fail(code.error());
  return redeem(*request_.http, flow, request_.client, *code, request_.clock(), task);
}

}  // namespace weighmaster::signing
