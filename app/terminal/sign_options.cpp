#include "command_line.h"
#include "shared_options.h"
#include "sign.h"

namespace weighmaster::terminal {
namespace {

constexpr auto sigstore_footer = R"(Examples:
  weighmaster-cli sign my-model --signature my-model/model.sig
  weighmaster-cli sign my-model --identity-token "$TOKEN" --yes
What becomes public for ever, your e-mail address among it, is shown first, and nothing is sent before you
agree; --yes agrees for scripts. Others verify it by your identity; nobody keeps a key.)";

constexpr auto key_footer = R"(Example:
  weighmaster-cli sign key my-model --private-key signing.pem --signature my-model/model.sig
Others verify it with the public half of the key. The password of an encrypted key is asked for;
WEIGHMASTER_KEY_PASSWORD and --password-file serve scripts.)";

constexpr auto certificate_footer = R"(Example:
  weighmaster-cli sign certificate my-model --private-key signing.pem \
      --signing-certificate signing-cert.pem --certificate-chain intermediate.pem
Others verify it with the root of the chain, which they must have from elsewhere.)";

constexpr auto pkcs11_key_footer = R"(Example:
  weighmaster-cli sign pkcs11-key my-model --pkcs11-uri "pkcs11:token=release;object=signer"
“weighmaster-cli tokens” lists tokens and addresses. The PIN is asked for, and tried once;
pin-source, --pin-file and PKCS11_PIN serve scripts.)";

constexpr auto pkcs11_certificate_footer = R"(Example:
  weighmaster-cli sign pkcs11-certificate my-model --certificate-chain intermediate.pem \
      --pkcs11-uri "pkcs11:token=release;object=signer"
The certificate is taken from the token, or from the file that you name.)";

const char* footer(SignWith with) {
  switch (with) {
    case SignWith::sigstore:
      return sigstore_footer;
    case SignWith::key:
      return key_footer;
    case SignWith::certificate:
      return certificate_footer;
    case SignWith::pkcs11_key:
      return pkcs11_key_footer;
    case SignWith::pkcs11_certificate:
      return pkcs11_certificate_footer;
  }
  return "";
}

void add_private_key_options(CLI::App& verb, SignOptions& options) {
  takes_file(verb.add_option("--private-key", options.private_key, "The key to sign with, in PEM"))
      ->required();
  auto* visible = verb.add_option("--password", options.password.visible,
                                  "The key's password; others can see it here, so better not")
                      ->type_name("TEXT");
  takes_file(verb.add_option("--password-file", options.password.file, "Read the key's password from a file"))
      ->excludes(visible);
}

void add_token_options(CLI::App& verb, TokenOptions& options) {
  verb.add_option("--pkcs11-uri", options.pkcs11_uri, "The key's address (RFC 7512)")
      ->type_name("URI")
      ->required()
      ->check(not_empty());
  takes_files(
      verb.add_option("--module-path", options.module_path,
                      "The token's PKCS#11 module, or a folder with the module that the address names "
                      "(can be repeated); those registered with p11-kit if not given"));
  takes_file(verb.add_option("--pin-file", options.pin_file, "Read the PIN from a file"));
  verb.add_flag("--allow-last-pin-try", options.allow_last_pin_try,
                "Try the PIN also where one more wrong one locks the token");
}

/// On a token, the certificate may lie beside the key.
void add_certificate_options(CLI::App& verb, SignOptions& options) {
  auto* certificate = takes_files(
      verb.add_option("--signing-certificate", options.signing_certificate,
                      on_token(options.with) ? "The key's certificate, in PEM; the token's own if not given"
                                             : "The key's certificate, in PEM"));
  if (!on_token(options.with)) certificate->required();
  takes_files(verb.add_option("--certificate-chain", options.certificate_chain,
                              "Certificates on the way to the root, in PEM (can be repeated)"));
}

void add_keyless_options(CLI::App& verb, KeylessOptions& options) {
  add_root_options(verb, options.root);
  takes_file(verb.add_option("--signing-config", options.signing_config,
                             "Ask the services that this Sigstore signing config names"));
  add_network_options(verb, options.network);
  add_login_options(verb, options.login);
  verb.add_flag("--yes", options.yes, "Agree to what becomes public, without being asked");
}

void add_what_to_sign(CLI::App& verb, SignOptions& options) {
  add_model(verb, options.model);
  takes_file(verb.add_option("--signature", options.signature,
                             "The signature file to write (model.sig in this folder if not given)"));
  verb.add_flag("--overwrite", options.overwrite, "Replace a signature file that is there");
  add_folder_options(verb, options.folder);
  auto* hash = verb.add_option("--hash", options.hash, "How files are hashed (sha256 if not given)")
                   ->check(CLI::IsMember({"sha256", "blake2b", "blake3"}));
  auto* shard_size = verb.add_option("--shard-size", options.shard_size,
                                     "Sign pieces of so many bytes instead of whole files")
                         ->type_name("BYTES")
                         ->check(whole_bytes());
  auto* digests = takes_files(
      verb.add_option("--digests", options.digests,
                      "Sign this list of digests and read no model (docs/digests.md; can be repeated)"));
  // What was left out, and whether links were followed, stands in the lists.
  digests->excludes(hash)
      ->excludes(shard_size)
      ->excludes("--ignore-paths")
      ->excludes("--ignore-git-paths")
      ->excludes("--allow-symlinks");
  // Whose signature the earlier one has to be is known only after the login.
  if (options.with == SignWith::sigstore) return;
  digests
      ->excludes(takes_file(verb.add_option(
          "--previous", options.previous,
          "An earlier signature of yours: shows what has changed, and reads only what was touched since")))
      ->excludes(verb.add_flag("--use-digest-cache", options.use_digest_cache,
                               "Keep the digests, for --previous the next time"));
}

void declare_method(CommandLine& line, CLI::App& parent, SignWith with, const std::string& name,
                    const std::string& description) {
  auto* verb = parent.add_subcommand(name, description);
  const auto options = std::make_shared<SignOptions>();
  options->with = with;
  verb->footer(footer(with));
  add_what_to_sign(*verb, *options);
  if (with == SignWith::sigstore) {
    add_keyless_options(*verb, options->keyless);
  } else if (on_token(with)) {
    add_token_options(*verb, options->token);
  } else {
    add_private_key_options(*verb, *options);
  }
  if (with_certificate(with)) add_certificate_options(*verb, *options);
  // Whose timestamps a keyless signature carries, its signing config says.
  if (with != SignWith::sigstore) {
    verb->add_option("--tsa-url", options->tsa_url,
                     "Ask this timestamp authority (RFC 3161) to say when it was signed")
        ->type_name("URL")
        ->check(not_empty());
  }
  line.choose(*verb,
              [&line, options](const Console& console) { return sign(*options, line.common, console); });
}

}  // namespace

void declare_sign(CommandLine& line) {
  auto* verb = line.app.add_subcommand("sign", "Sign a model, so that others can see that it is yours");
  verb->require_subcommand(1);
  verb->footer(
      "It prints what the signature covers and what it leaves out, and verifies it before it is written.\n"
      "Exit codes: 0 signed; 2 the command line, or nobody agreed; 5 not signed; 130 stopped.\n"
      "“sign MODEL …” is “sign sigstore MODEL …”.");
  declare_method(line, *verb, SignWith::sigstore, "sigstore", "By logging in, through Sigstore");
  declare_method(line, *verb, SignWith::key, "key", "With a key in a file");
  declare_method(line, *verb, SignWith::certificate, "certificate",
                 "With a key in a file and a certificate for it");
  declare_method(line, *verb, SignWith::pkcs11_key, "pkcs11-key", "With a key on a hardware token");
  declare_method(line, *verb, SignWith::pkcs11_certificate, "pkcs11-certificate",
                 "With a key on a hardware token and a certificate for it");
}

}  // namespace weighmaster::terminal
