#include "command_line.h"
#include "shared_options.h"
#include "verify.h"

namespace weighmaster::terminal {
namespace {

using signature::Method;

constexpr auto key_footer = R"(Example:
  weighmaster-cli verify key my-model --signature model.sig --public-key publisher.pub
Get the key from the publisher's own site. One that lies beside the model proves nothing.)";

constexpr auto certificate_footer = R"(Example:
  weighmaster-cli verify certificate my-model --certificate-chain publisher-root.pem
Every certificate that you give counts as a root that you trust.)";

constexpr auto sigstore_footer = R"(Example:
  weighmaster-cli verify my-model --identity release@publisher.example \
      --identity-provider https://accounts.google.com
Both are compared whole, letter by letter. No connection is made.)";

std::string footer(Method method) {
  switch (method) {
    case Method::key:
      return key_footer;
    case Method::certificate:
      return certificate_footer;
    case Method::sigstore:
      return sigstore_footer;
  }
  return {};
}

/// Signatures by key and certificate need no time; who wants it checked says whom to believe.
void add_time_options(CLI::App& verb, VerifyOptions& options) {
  takes_file(verb.add_option("--trusted-root", options.root.trusted_root,
                             "Believe the timestamp authorities of this Sigstore trusted root"));
  takes_files(verb.add_option("--timestamp-root", options.timestamp_roots,
                              "Believe timestamps under these certificates, in PEM (can be repeated)"));
}

void add_key_options(CLI::App& verb, VerifyOptions& options) {
  takes_file(verb.add_option("--public-key", options.public_key, "The publisher's public key, in PEM"))
      ->required();
}

void add_certificate_options(CLI::App& verb, VerifyOptions& options) {
  takes_files(verb.add_option("--certificate-chain", options.certificate_chain,
                              "Certificates that you trust, in PEM (can be repeated)"))
      ->required();
  verb.add_flag("--log-fingerprints", options.log_fingerprints,
                "Print the SHA-256 fingerprints of the certificates");
}

void add_sigstore_options(CLI::App& verb, VerifyOptions& options) {
  verb.add_option("--identity", options.identity, "Who should have signed: an e-mail address or a workflow")
      ->type_name("NAME")
      ->required()
      ->check(not_empty());
  verb.add_option("--identity-provider", options.identity_provider, "Who should vouch for that name")
      ->type_name("URL")
      ->required()
      ->check(not_empty());
  add_root_options(verb, options.root);
  takes_files(verb.add_option("--timestamp-root", options.timestamp_roots,
                              "Believe timestamps under these certificates too, in PEM (can be repeated)"));
  verb.add_flag("--offline", options.offline, "Make no connection (verifying never does)");
}

void declare_method(CommandLine& line, CLI::App& parent, Method method, const std::string& description) {
  auto* verb = parent.add_subcommand(std::string(signature::name(method)), description);
  const auto options = std::make_shared<VerifyOptions>();
  options->method = method;
  verb->footer(footer(method));
  add_model(*verb, options->model);
  takes_file(verb->add_option("--signature", options->signature,
                              "The signature file; looked for in and beside the model if not given"));
  if (method == Method::key) add_key_options(*verb, *options);
  if (method == Method::certificate) add_certificate_options(*verb, *options);
  if (method != Method::sigstore) add_time_options(*verb, *options);
  if (method == Method::sigstore) add_sigstore_options(*verb, *options);
  add_folder_options(*verb, options->folder, "Taken and not used: the signature records what applies");
  takes_files(verb->add_option("--only", options->only,
                               "Check only this path of the model (can be repeated); exits 4 at best"));
  verb->add_flag("--use-digest-cache", options->use_digest_cache,
                 "Take digests of files that did not change since from the cache; never trusted then");
  verb->add_flag("--ignore-unsigned-files,!--no-ignore-unsigned-files", options->ignore_unsigned_files,
                 "Let files pass that were not signed; they are named all the same");
  verb->add_flag("--all-files,--verbose", options->all_files, "List every file");
  line.choose(*verb,
              [&line, options](const Console& console) { return verify(*options, line.common, console); });
}

}  // namespace

void declare_verify(CommandLine& line) {
  auto* verb =
      line.app.add_subcommand("verify", "Check a model against its signature and the signer you expect");
  verb->require_subcommand(1);
  verb->footer("“verify MODEL …” is “verify sigstore MODEL …”.");
  declare_method(line, *verb, Method::key, "Signed with a key that the publisher offers");
  declare_method(line, *verb, Method::certificate, "Signed with a certificate under a root that you trust");
  declare_method(line, *verb, Method::sigstore, "Signed with an identity, through Sigstore");
}

}  // namespace weighmaster::terminal
