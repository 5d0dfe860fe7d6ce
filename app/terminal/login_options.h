#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace weighmaster::terminal {

/// How somebody shows who they are. At most one way is given; none is the browser.
struct LoginOptions {
  /// As the reference takes it: everybody on this computer can see it.
  std::optional<std::string> identity_token;
  /// "-": the standard input.
  std::optional<std::string> identity_token_file;
  bool use_ambient_credentials = false;
  bool out_of_band = false;
  bool device = false;

  std::string client_id = "sigstore";
  /// As the reference takes it, to be seen by everybody on this computer.
  std::optional<std::string> client_secret;
  std::optional<std::string> client_secret_file;
  /// Nothing: the one that the signing config names.
  std::optional<std::string> oidc_issuer;
  /// 0: one that the system picks.
  std::uint16_t redirect_port = 0;
};

/// --identity-token, --identity-token-file, --use-ambient-credentials, --oauth-force-oob, --device: one of
/// them at most; --client-id, --client-secret, --client-secret-file, --oidc-issuer, --redirect-port
void add_login_options(CLI::App& verb, LoginOptions& options);

}  // namespace weighmaster::terminal
