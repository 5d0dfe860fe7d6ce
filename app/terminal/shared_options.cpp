#include "shared_options.h"

#include "trust/model_name.h"

namespace weighmaster::terminal {

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

CLI::Option* takes_file(CLI::Option* option) {
  return option->type_name("FILE")->check(not_empty());
}

CLI::Option* repeatable(CLI::Option* option) {
  return option->expected(1)->take_all()->allow_extra_args(false);
}

CLI::Option* takes_files(CLI::Option* option) {
  return takes_file(repeatable(option));
}

void check_model_name(const std::optional<std::string>& name) {
  if (name && !trust::is_model_name(*name))
    throw CLI::ValidationError("--model-name", "a model is named like publisher/my-model");
}

void add_model(CLI::App& verb, std::string& model) {
  verb.add_option("MODEL_PATH", model, "The model: a folder or a file")
      ->type_name("PATH")
      ->required()
      ->check(not_empty());
}

void add_folder_options(CLI::App& verb, FolderOptions& options, const std::string& allow_symlinks) {
  repeatable(verb.add_option("--ignore-paths", options.ignore_paths, "Leave this path out (can be repeated)"))
      ->type_name("PATH");
  verb.add_flag("--ignore-git-paths,!--no-ignore-git-paths", options.ignore_git_paths,
                "Leave out .git, .gitignore, .gitattributes and .github (on by default)");
  verb.add_flag("--allow-symlinks", options.allow_symlinks, allow_symlinks);
}

void add_root_options(CLI::App& verb, RootOptions& options) {
  auto* trust_config = takes_file(
      verb.add_option("--trust-config", options.trust_config, "Trust the root in this client trust config"));
  auto* trusted_root =
      takes_file(verb.add_option("--trusted-root", options.trusted_root, "Trust this Sigstore trusted root"));
  auto* staging = verb.add_flag("--use-staging", options.use_staging,
                                "Trust Sigstore's staging instance, which is for tests");
  trust_config->excludes(trusted_root)->excludes(staging);
  trusted_root->excludes(staging);
}

void add_network_options(CLI::App& verb, NetworkOptions& options) {
  verb.add_flag("--offline", options.offline, "Make no connection");
  verb.add_option("--proxy", options.proxy,
                  "The proxy to go through: its address, none, or system (as the environment says)")
      ->type_name("URL")
      ->check(not_empty());
  takes_file(
      verb.add_option("--ca-file", options.authorities,
                      "Certificate authorities, in PEM, that vouch for services besides the system's"));
}

}  // namespace weighmaster::terminal
