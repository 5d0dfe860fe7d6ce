#include "trust.h"

#include "command_line.h"
#include "shared_options.h"

namespace weighmaster::terminal {
namespace {

constexpr auto footer = R"(Examples:
  weighmaster-cli trust show
  weighmaster-cli trust update
  weighmaster-cli trust update --tuf-url https://tuf.company.example --tuf-root root.json
  weighmaster-cli trust import trusted_root.json --yes
Verifying never connects: it uses what was updated or imported last, else what comes with the
program.)";

void declare_show(CommandLine& line, CLI::App& parent) {
  auto* verb = parent.add_subcommand("show", "Show the trusted root in use: its logs, authorities and age");
  const auto options = std::make_shared<RootOptions>();
  add_root_options(*verb, *options);
  line.choose(
      *verb, [&line, options](const Console& console) { return show_trust(*options, line.common, console); });
}

void declare_update(CommandLine& line, CLI::App& parent) {
  auto* verb = parent.add_subcommand("update", "Fetch and verify the newest trusted root (TUF)");
  const auto options = std::make_shared<TrustUpdateOptions>();
  auto* url = verb->add_option("--tuf-url", options->tuf_url,
                               "Another instance's TUF repository, in use from then on")
                  ->type_name("URL")
                  ->check(not_empty());
  auto* root = takes_file(
      verb->add_option("--tuf-root", options->tuf_root, "Its root.json, from a source that you trust"));
  url->needs(root);
  root->needs(url);
  verb->add_flag("--use-staging", options->use_staging, "Sigstore's staging instance, which is for tests")
      ->excludes(url);
  add_network_options(*verb, options->network);
  line.choose(*verb, [&line, options](const Console& console) {
    return update_trust(*options, line.common, console);
  });
}

void declare_import(CommandLine& line, CLI::App& parent) {
  auto* verb =
      parent.add_subcommand("import", "Show a trusted root or client trust config, and trust it with --yes");
  const auto options = std::make_shared<TrustImportOptions>();
  takes_file(verb->add_option("FILE", options->file, "The trusted root or client trust config"))->required();
  verb->add_flag("--yes", options->yes, "Trust it from now on");
  line.choose(*verb, [&line, options](const Console& console) {
    return import_trust(*options, line.common, console);
  });
}

void declare_use(CommandLine& line, CLI::App& parent) {
  auto* verb = parent.add_subcommand("use", "Choose which trusted root is in use");
  const auto name = std::make_shared<std::string>();
  verb->add_option("NAME", *name, "public, staging, imported, or the address given with --tuf-url")
      ->required()
      ->check(not_empty());
  line.choose(*verb,
              [&line, name](const Console& console) { return use_trust(*name, line.common, console); });
}

}  // namespace

void declare_trust(CommandLine& line) {
  auto* verb =
      line.app.add_subcommand("trust", "See, update or import the trusted root for keyless signatures");
  verb->require_subcommand(1);
  verb->footer(footer);
  declare_show(line, *verb);
  declare_update(line, *verb);
  declare_import(line, *verb);
  declare_use(line, *verb);
}

}  // namespace weighmaster::terminal
