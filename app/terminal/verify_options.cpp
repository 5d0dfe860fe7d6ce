#include "verify_options.h"

#include "command_line.h"
#include "shared_options.h"
#include "trust/pattern.h"
#include "trust/policy_file.h"
#include "verify.h"
#include "words/words.h"

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
Without --identity the address book says who is expected (see “publishers”).
Both are compared whole, letter by letter. Give --identity several times where any of several may
have signed; one provider is for all of them, or give one for each in the same order. In a pattern
* stands for any letters but / and @, and never for the domain. No connection is made.)";

constexpr auto policy_footer = R"(Example:
  weighmaster-cli verify my-model --policy team-policy.json --model-name publisher/my-model
The policy file says who may sign which model (docs/policy.md). It must not lie in the model.)";

std::string footer(std::optional<Method> method) {
  if (!method) return policy_footer;
  switch (*method) {
    case Method::key:
      return key_footer;
    case Method::certificate:
      return certificate_footer;
    case Method::sigstore:
      return sigstore_footer;
  }
  return {};
}

/// Signatures by key and certificate need no time and no log; who wants them checked says whom to believe.
void add_time_options(CLI::App& verb, VerifyOptions& options) {
  add_root_options(verb, options.root);
  takes_files(verb.add_option("--timestamp-root", options.timestamp_roots,
                              "Believe timestamps under these certificates, in PEM (can be repeated)"));
}

CLI::Option* add_key_option(CLI::App& verb, VerifyOptions& options) {
  return takes_files(verb.add_option("--public-key", options.public_keys,
                                     "The publisher's public key, in PEM (can be repeated: any of them)"));
}

CLI::Option* add_chain_option(CLI::App& verb, VerifyOptions& options) {
  return takes_files(verb.add_option("--certificate-chain", options.certificate_chain,
                                     "Certificates that you trust, in PEM (can be repeated)"));
}

void add_certificate_options(CLI::App& verb, VerifyOptions& options) {
  add_chain_option(verb, options)->required();
  verb.add_flag("--log-fingerprints", options.log_fingerprints,
                "Print the SHA-256 fingerprints of the certificates");
}

void add_keyless_trust_options(CLI::App& verb, VerifyOptions& options) {
  add_root_options(verb, options.root);
  takes_files(verb.add_option("--timestamp-root", options.timestamp_roots,
                              "Believe timestamps under these certificates too, in PEM (can be repeated)"));
  verb.add_option("--timestamp-threshold", options.timestamp_threshold,
                  "How many independent times must be proven, by logs and timestamp authorities of different "
                  "operators")
      ->type_name("NUMBER")
      ->check(CLI::Range(std::size_t{1}, trust::most_independent_times));
  verb.add_flag("--offline", options.offline, "Make no connection (verifying never does)");
}

void add_identity_options(CLI::App& verb, VerifyOptions& options) {
  const auto names = [&](const char* name, std::vector<std::string>& values, const char* description) {
    return repeatable(verb.add_option(name, values, description))->check(not_empty());
  };
  names("--identity", options.identities,
        "Who should have signed: an e-mail address or a workflow (can be repeated: any of them)")
      ->type_name("NAME");
  names("--identity-pattern", options.identity_patterns,
        "The same as a pattern, like https://github.com/org/repo/.github/workflows/*@refs/tags/*")
      ->type_name("PATTERN");
  auto* provider = names("--identity-provider", options.identity_providers, "Who should vouch for that name");
  provider->type_name("URL");
  verb.add_option("--identity-provider-pattern", options.identity_provider_pattern, "The same as a pattern")
      ->type_name("PATTERN")
      ->check(not_empty())
      ->excludes(provider);
}

CLI::Option* add_policy_option(CLI::App& verb, VerifyOptions& options) {
  return takes_file(
      verb.add_option("--policy", options.policy, "The file that says who may sign which model"));
}

/// The address book: who is expected where no option says so, and whom a signer could be taken for.
void add_publishers_options(CLI::App& verb, VerifyOptions& options) {
  verb.add_option("--model-name", options.model_name,
                  "Which model it should be, like publisher/my-model; known by itself in a hub's cache")
      ->type_name("NAME")
      ->check(not_empty());
  auto* book = takes_file(verb.add_option("--publishers", options.publishers,
                                          "Another address book than your own (see “publishers”)"));
  verb.add_flag("--no-publishers", options.no_publishers, "Ask no address book")->excludes(book);
}

void add_file_options(CLI::App& verb, VerifyOptions& options) {
  takes_file(verb.add_option("--signature", options.signature,
                             "The signature file; looked for in and beside the model if not given"));
  add_folder_options(verb, options.folder, "Taken and not used: the signature records what applies");
  takes_files(verb.add_option("--only", options.only,
                              "Check only this path of the model (can be repeated); exits 4 at best"));
  verb.add_flag("--ignore-unsigned-files,!--no-ignore-unsigned-files", options.ignore_unsigned_files,
                "Let files pass that were not signed; they are named all the same");
}

/// Without a file nothing lies beside it.
void check_digest(const VerifyOptions& options) {
  if (!options.model.starts_with(digest_prefix)) return;
  if (!named_digest(options.model)) {
    throw CLI::ValidationError("MODEL_PATH",
                               "a digest in place of a file is written sha256: and 64 hexadecimal digits in "
                               "lower case; a file of that name ./sha256:…");
  }
  if (!options.signature) throw CLI::RequiredError("--signature");
}

[[noreturn]] void refuse(const std::string& option, const base::Error& error) {
  throw CLI::ValidationError(option, words::fill(words::what_is_so(error)));
}

bool names_nobody(const VerifyOptions& options) {
  return options.identities.empty() && options.identity_patterns.empty() &&
         options.identity_providers.empty() && !options.identity_provider_pattern;
}

/// Somebody is expected, and it is plain who has to vouch for whom.
void check_identities(const VerifyOptions& options) {
  if (options.identities.empty() && options.identity_patterns.empty()) throw CLI::RequiredError("--identity");
  if (options.identity_providers.empty() && !options.identity_provider_pattern)
    throw CLI::RequiredError("--identity-provider");
  const bool one_each =
      options.identity_patterns.empty() && options.identity_providers.size() == options.identities.size();
  if (options.identity_providers.size() > 1 && !one_each) {
    throw CLI::ValidationError("--identity-provider",
                               "give one for all, or one for each --identity in the same order");
  }
  for (const auto& pattern : options.identity_patterns) {
    const auto checked = trust::check_identity_pattern(pattern);
    if (!checked) refuse("--identity-pattern", checked.error());
  }
  if (options.identity_provider_pattern) {
    const auto checked = trust::check_provider_pattern(*options.identity_provider_pattern);
    if (!checked) refuse("--identity-provider-pattern", checked.error());
  }
}

void declare_method(CommandLine& line, CLI::App& parent, std::optional<Method> method,
                    const std::string& description) {
  auto* verb = parent.add_subcommand(method ? std::string(signature::name(*method)) : "policy", description);
  const auto options = std::make_shared<VerifyOptions>();
  options->method = method;
  verb->footer(footer(method));
  add_model(*verb, options->model);
  if (method == Method::key) add_key_option(*verb, *options)->required();
  if (method == Method::certificate) add_certificate_options(*verb, *options);
  if (method && method != Method::sigstore) add_time_options(*verb, *options);
  if (method == Method::sigstore) add_identity_options(*verb, *options);
  if (!method) add_policy_option(*verb, *options)->required();
  if (!method || method == Method::sigstore) add_keyless_trust_options(*verb, *options);
  add_publishers_options(*verb, *options);
  add_file_options(*verb, *options);
  auto* cache =
      verb->add_flag("--use-digest-cache", options->use_digest_cache,
                     "Take digests of files that did not change since from the cache; never trusted then");
  auto* digests =
      takes_files(verb->add_option("--digests", options->digests,
                                   "Take digests from this list, made elsewhere (docs/digests.md; can be "
                                   "repeated); never trusted then"))
          ->excludes(cache);
  verb->add_flag("--vouch-for-digests", options->vouch_for_digests,
                 "Exit 0 where nothing but that is missing: you vouch for whoever made the lists")
      ->needs(digests);
  verb->add_flag("--all-files,--verbose", options->all_files, "List every file");
  line.choose(
      *verb, [&line, options](const Console& console) { return verify(*options, line.common, console); },
      [options] {
        options->by_publishers =
            options->method == Method::sigstore && names_nobody(*options) && !options->no_publishers;
        if (options->by_publishers) options->method.reset();
        if (options->method == Method::sigstore) check_identities(*options);
        check_digest(*options);
        check_model_name(options->model_name);
      });
}

}  // namespace

void add_expectation_options(CLI::App& verb, VerifyOptions& options) {
  add_identity_options(verb, options);
  add_key_option(verb, options);
  add_chain_option(verb, options);
  add_policy_option(verb, options);
  add_publishers_options(verb, options);
  add_keyless_trust_options(verb, options);
  add_file_options(verb, options);
}

void settle_method(VerifyOptions& options) {
  const bool by_key = !options.public_keys.empty();
  const bool by_certificate = !options.certificate_chain.empty();
  const bool by_identity = !names_nobody(options);
  if (int{by_key} + int{by_certificate} + int{by_identity} + int{!options.policy.empty()} > 1) {
    throw CLI::ValidationError("--identity",
                               "say whom you expect in one way: by identity, key, certificate or policy");
  }
  if (by_key) options.method = Method::key;
  if (by_certificate) options.method = Method::certificate;
  if (by_identity) {
    options.method = Method::sigstore;
    check_identities(options);
  }
  options.by_publishers = !options.method && options.policy.empty() && !options.no_publishers;
  check_digest(options);
  check_model_name(options.model_name);
}

void declare_verify(CommandLine& line) {
  auto* verb =
      line.app.add_subcommand("verify", "Check a model against its signature and the signer you expect");
  verb->require_subcommand(1);
  verb->footer(
      "“verify MODEL --policy FILE …” is “verify policy MODEL …”, any other “verify MODEL …” is\n"
      "“verify sigstore MODEL …”. A signature over one file, as cosign makes it, or a signed statement\n"
      "about files, as CI systems do, is checked with that file in place of the model, or with its\n"
      "digest, written sha256:… .");
  declare_method(line, *verb, Method::key, "Signed with a key that the publisher offers");
  declare_method(line, *verb, Method::certificate, "Signed with a certificate under a root that you trust");
  declare_method(line, *verb, Method::sigstore, "Signed with an identity, through Sigstore");
  declare_method(line, *verb, std::nullopt, "Signed by whom a policy file names, by any method");
}

}  // namespace weighmaster::terminal
