#include "command_line.h"

#include <ostream>

#include "answer.h"
#include "completion.h"
#include "help_format.h"
#include "verbs.h"
#include "verdict/report_json.h"

namespace weighmaster::terminal {
namespace {

constexpr auto program = "weighmaster-cli";

constexpr auto main_footer = R"(Examples:
  weighmaster-cli verify key my-model --public-key publisher.pub
  weighmaster-cli verify certificate my-model --certificate-chain publisher-root.pem
  weighmaster-cli verify my-model --identity release@publisher.example \
      --identity-provider https://accounts.google.com
  weighmaster-cli inspect my-model/model.sig
  weighmaster-cli digest my-model

Exit codes: 0 trusted; 1 changed, files that are not signed, or the signature is not valid;
2 the command line; 3 another or an unknown signer; 4 not complete; 5 could not be checked;
6 no signature; 130 stopped.)";

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

const CLI::Validator& not_empty() {
  static const CLI::Validator validator(
      [](std::string& value) { return value.empty() ? std::string("it must not be empty") : std::string(); },
      "");
  return validator;
}

const CLI::Validator& whole_bytes() {
  static const CLI::Validator validator(
      [](std::string& value) {
        const bool good = value.find_first_not_of("0123456789") == std::string::npos &&
                          value.find_first_not_of('0') != std::string::npos && value.size() <= 18;
        return good ? std::string() : std::string("it must be a whole number of bytes, at least 1");
      },
      "");
  return validator;
}

std::string footer(signature::Method method) {
  switch (method) {
    case signature::Method::key:
      return key_footer;
    case signature::Method::certificate:
      return certificate_footer;
    case signature::Method::sigstore:
      return sigstore_footer;
  }
  return {};
}

/// How the model is read: the same for verifying and hashing.
template <class Options>
void add_folder_options(CLI::App& verb, Options& options) {
  verb.add_option("--ignore-paths", options.ignore_paths, "Leave this path out (can be repeated)")
      ->type_name("PATH")
      ->expected(1)
      ->take_all();
  verb.add_flag("--ignore-git-paths,!--no-ignore-git-paths", options.ignore_git_paths,
                "Leave out .git, .gitignore, .gitattributes and .github (on by default)");
}

void add_key_options(CLI::App& verb, VerifyOptions& options) {
  verb.add_option("--public-key", options.public_key, "The publisher's public key, in PEM")
      ->type_name("FILE")
      ->required()
      ->check(not_empty());
}

void add_certificate_options(CLI::App& verb, VerifyOptions& options) {
  verb.add_option("--certificate-chain", options.certificate_chain,
                  "Certificates that you trust, in PEM (can be repeated)")
      ->type_name("FILE")
      ->expected(1)
      ->take_all()
      ->required()
      ->check(not_empty());
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
  auto* trust_config =
      verb.add_option("--trust-config", options.trust_config, "Trust the root in this client trust config");
  auto* trusted_root =
      verb.add_option("--trusted-root", options.trusted_root, "Trust this Sigstore trusted root");
  auto* staging = verb.add_flag("--use-staging", options.use_staging,
                                "Trust Sigstore's staging instance, which is for tests");
  trust_config->type_name("FILE")->excludes(trusted_root)->excludes(staging);
  trusted_root->type_name("FILE")->excludes(staging);
  verb.add_flag("--offline", options.offline, "Make no connection (this version never does)");
}

}  // namespace

CommandLine::CommandLine()
    : app("Verify signed machine-learning models, and see what their signatures say.", program) {
  app.require_subcommand(1);
  app.fallthrough();
  app.set_help_flag("-h,--help", "Print this help");
  app.set_version_flag("--version", std::string(program) + " " + WEIGHMASTER_VERSION, "Print the version");
  app.footer(main_footer);
  app.formatter(std::make_shared<HelpFormat>());
  app.add_flag("--json", common.json, "Answer with one JSON object (docs/report.md)");
  app.add_option("--output-file", common.output_file, "Write the answer into this file")
      ->type_name("FILE")
      ->check(not_empty());
  app.add_option("--log-level", common.log_level, "How much to say besides the answer")
      ->transform(CLI::IsMember({"debug", "info", "warning", "warn", "error", "critical", "silent"},
                                CLI::ignore_case));
  add_verify();
  add_inspect();
  add_digest();
  add_completion();
  add_version();
}

void CommandLine::add_verify() {
  auto* verify =
      app.add_subcommand("verify", "Check a model against its signature and the signer you expect");
  verify->require_subcommand(1);
  verify->footer("“verify MODEL …” is “verify sigstore MODEL …”.");
  add_verify_method(*verify, signature::Method::key, "Signed with a key that the publisher offers");
  add_verify_method(*verify, signature::Method::certificate,
                    "Signed with a certificate under a root that you trust");
  add_verify_method(*verify, signature::Method::sigstore, "Signed with an identity, through Sigstore");
}

void CommandLine::add_verify_method(CLI::App& parent, signature::Method method,
                                    const std::string& description) {
  auto* verb = parent.add_subcommand(std::string(signature::name(method)), description);
  const auto options = std::make_shared<VerifyOptions>();
  options->method = method;
  verb->footer(footer(method));
  verb->add_option("MODEL_PATH", options->model, "The model: a folder or a file")
      ->type_name("PATH")
      ->required()
      ->check(not_empty());
  verb->add_option("--signature", options->signature,
                   "The signature file; looked for in and beside the model if not given")
      ->type_name("FILE")
      ->check(not_empty());
  if (method == signature::Method::key) add_key_options(*verb, *options);
  if (method == signature::Method::certificate) add_certificate_options(*verb, *options);
  if (method == signature::Method::sigstore) add_sigstore_options(*verb, *options);
  add_folder_options(*verb, *options);
  verb->add_flag("--allow-symlinks", options->allow_symlinks,
                 "Taken and not used: the signature records what applies");
  verb->add_flag("--ignore-unsigned-files,!--no-ignore-unsigned-files", options->ignore_unsigned_files,
                 "Let files pass that were not signed; they are named all the same");
  verb->add_flag("--all-files,--verbose", options->all_files, "List every file");
  choose(*verb, [this, options](const Console& console) { return verify(*options, common, console); });
}

void CommandLine::choose(CLI::App& verb, std::function<int(const Console&)> action) {
  verb.callback([this, action = std::move(action)] { chosen = action; });
}

void CommandLine::add_inspect() {
  auto* verb = app.add_subcommand("inspect", "Show what a signature file claims, without checking it");
  const auto options = std::make_shared<InspectOptions>();
  verb->footer(
      "Example:\n  weighmaster-cli inspect my-model/model.sig\nAnybody can claim anything: “verify” tells "
      "what is true.");
  verb->add_option("PATH", options->path, "A signature file, or a model whose signatures are looked for")
      ->type_name("PATH")
      ->required()
      ->check(not_empty());
  verb->add_flag("--all-files,--verbose", options->all_files, "List every file");
  choose(*verb, [this, options](const Console& console) { return inspect(*options, common, console); });
}

void CommandLine::add_digest() {
  auto* verb = app.add_subcommand("digest", "Print the root digest of a model");
  const auto options = std::make_shared<DigestOptions>();
  verb->footer(
      "Example:\n  weighmaster-cli digest my-model --ignore-paths model.sig\n"
      "It is the digest that a signature of the same files states (OMS section 6.5.1).");
  verb->add_option("MODEL_PATH", options->path, "The model: a folder or a file")
      ->type_name("PATH")
      ->required()
      ->check(not_empty());
  add_folder_options(*verb, *options);
  verb->add_flag("--allow-symlinks", options->allow_symlinks, "Follow symbolic links that stay in the model");
  verb->add_option("--hash", options->hash, "How files are hashed (sha256 if not given)")
      ->check(CLI::IsMember({"sha256", "blake2b", "blake3"}));
  verb->add_option("--shard-size", options->shard_size, "Hash pieces of so many bytes instead of whole files")
      ->type_name("BYTES")
      ->check(whole_bytes());
  choose(*verb, [this, options](const Console& console) { return digest(*options, common, console); });
}

void CommandLine::add_completion() {
  auto* verb = app.add_subcommand("completion", "Print a script that completes commands in a shell");
  const auto shell = std::make_shared<std::string>();
  verb->footer("Example:\n  source <(weighmaster-cli completion bash)");
  verb->add_option("SHELL", *shell, "Which shell")->required()->check(CLI::IsMember({"bash", "zsh", "fish"}));
  choose(*verb, [this, shell](const Console& console) {
    const auto verbs = completed_verbs(app);
    console.out << (*shell == "bash"  ? bash_completion(program, verbs)
                    : *shell == "zsh" ? zsh_completion(program, verbs)
                                      : fish_completion(program, verbs));
    return 0;
  });
}

void CommandLine::add_version() {
  auto* verb = app.add_subcommand("version", "Print the version");
  choose(*verb, [this](const Console& console) {
    if (common.json) {
      write_json(
          console.out,
          {{"schema", verdict::report_schema_version}, {"exit_code", 0}, {"version", WEIGHMASTER_VERSION}});
    } else {
      console.out << program << ' ' << WEIGHMASTER_VERSION << '\n';
    }
    return 0;
  });
}

std::string help(const CLI::App& app) {
  return app.help();
}

}  // namespace weighmaster::terminal
