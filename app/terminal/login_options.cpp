#include "login_options.h"

#include "shared_options.h"

namespace weighmaster::terminal {
namespace {

void only_one_of(const std::vector<CLI::Option*>& ways) {
  for (std::size_t i = 0; i < ways.size(); ++i) {
    for (std::size_t j = i + 1; j < ways.size(); ++j) ways[i]->excludes(ways[j]);
  }
}

void add_ways(CLI::App& verb, LoginOptions& options) {
  only_one_of(
      {verb.add_option("--identity-token", options.identity_token,
                       "An identity token that you have; others can see it here, so better not")
           ->type_name("TEXT"),
       takes_file(verb.add_option("--identity-token-file", options.identity_token_file,
                                  "Read the identity token from a file, or from the standard input (-)")),
       verb.add_flag(
           "--use-ambient-credentials", options.use_ambient_credentials,
           "Sign as the job of a build service: GitHub Actions, GitLab, Buildkite, Google Cloud, or "
           "SIGSTORE_ID_TOKEN"),
       verb.add_flag("--oauth-force-oob,--out-of-band", options.out_of_band,
                     "Log in with a browser elsewhere, and paste the code that it shows"),
       verb.add_flag("--device", options.device, "Log in on another device, by typing a short code there")});
}

}  // namespace

void add_login_options(CLI::App& verb, LoginOptions& options) {
  add_ways(verb, options);
  verb.add_option("--client-id", options.client_id, "Who we are to the login service (sigstore if not given)")
      ->type_name("TEXT")
      ->check(not_empty());
  auto* visible = verb.add_option("--client-secret", options.client_secret,
                                  "The secret that goes with it; others can see it here, so better not")
                      ->type_name("TEXT");
  takes_file(verb.add_option("--client-secret-file", options.client_secret_file,
                             "Read the secret that goes with it from a file"))
      ->excludes(visible);
  verb.add_option("--oidc-issuer", options.oidc_issuer,
                  "The login service (OpenID Connect); the instance's own if not given")
      ->type_name("URL")
      ->check(not_empty());
  verb.add_option("--redirect-port", options.redirect_port,
                  "The port of this computer that the browser comes back to; any if not given")
      ->type_name("PORT")
      ->check(CLI::Range(1, 65535));
}

}  // namespace weighmaster::terminal
