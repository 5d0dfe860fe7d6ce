#include "publishers.h"

#include "command_line.h"
#include "shared_options.h"
#include "trust/model_name.h"
#include "trust/pattern.h"
#include "words/words.h"

namespace weighmaster::terminal {
namespace {

constexpr auto footer = R"(Examples:
  weighmaster-cli publishers add EleutherAI/* --identity release@eleuther.ai \
      --identity-provider https://accounts.google.com
  weighmaster-cli publishers add org/model --public-key publisher.pub --note "from their site"
  weighmaster-cli publishers list --model-name EleutherAI/pythia
  weighmaster-cli publishers import team-policy.json
“verify MODEL” without an expectation asks the address book. Take what you enter from the
publisher's own site, never from a signature or from beside a model.)";

template <class Options>
void add_book(CLI::App& verb, Options& options) {
  takes_file(verb.add_option("--publishers", options.file, "The address book; your own if not given"));
}

void declare_list(CommandLine& line, CLI::App& parent) {
  auto* verb = parent.add_subcommand("list", "Show the address book, or who decides about one model");
  const auto options = std::make_shared<ListPublishersOptions>();
  add_book(*verb, *options);
  verb->add_option("--model-name", options->model_name, "Only those who decide about this model")
      ->type_name("NAME")
      ->check(not_empty());
  line.choose(
      *verb,
      [&line, options](const Console& console) { return list_publishers(*options, line.common, console); },
      [options] { check_model_name(options->model_name); });
}

[[noreturn]] void refuse(const std::string& option, const base::Error& error) {
  throw CLI::ValidationError(option, words::fill(words::what_is_so(error)));
}

/// One signer, of one kind, and who vouches for a name.
void check_signer(const AddPublisherOptions& options) {
  const int kinds = int{options.identity.has_value()} + int{options.identity_pattern.has_value()} +
                    int{options.public_key.has_value()} + int{!options.certificate_chain.empty()};
  if (kinds != 1) {
    throw CLI::ValidationError(
        "publishers add", "give one of --identity, --identity-pattern, --public-key, --certificate-chain");
  }
  const bool by_name = options.identity || options.identity_pattern;
  if (by_name != (options.identity_provider || options.identity_provider_pattern)) {
    if (by_name) throw CLI::RequiredError("--identity-provider");
    throw CLI::ValidationError("--identity-provider", "it goes with --identity");
  }
  if (const auto checked = trust::check_model_pattern(options.models); !checked)
    refuse("MODELS", checked.error());
  if (options.identity_pattern) {
    if (const auto checked = trust::check_identity_pattern(*options.identity_pattern); !checked)
      refuse("--identity-pattern", checked.error());
  }
  if (options.identity_provider_pattern) {
    if (const auto checked = trust::check_provider_pattern(*options.identity_provider_pattern); !checked)
      refuse("--identity-provider-pattern", checked.error());
  }
}

void declare_add(CommandLine& line, CLI::App& parent) {
  auto* verb =
      parent.add_subcommand("add", "Trust a signer for a model, for a publisher's models, or for any");
  const auto options = std::make_shared<AddPublisherOptions>();
  verb->add_option("MODELS", options->models, "publisher/model, publisher/* or *")
      ->required()
      ->check(not_empty());
  add_book(*verb, *options);
  const auto text = [&](const char* name, std::optional<std::string>& value, const char* type,
                        const char* description) {
    return verb->add_option(name, value, description)->type_name(type)->check(not_empty());
  };
  text("--identity", options->identity, "NAME", "Who signs: an e-mail address or a workflow");
  text("--identity-pattern", options->identity_pattern, "PATTERN", "The same as a pattern");
  auto* provider =
      text("--identity-provider", options->identity_provider, "URL", "Who vouches for that name");
  text("--identity-provider-pattern", options->identity_provider_pattern, "PATTERN", "The same as a pattern")
      ->excludes(provider);
  takes_file(verb->add_option("--public-key", options->public_key, "The publisher's public key, in PEM"));
  takes_files(verb->add_option("--certificate-chain", options->certificate_chain,
                               "Root certificates under which they sign, in PEM (can be repeated)"));
  verb->add_option("--note", options->note, "Why you trust them, for yourself")->type_name("TEXT");
  line.choose(
      *verb,
      [&line, options](const Console& console) { return add_publisher(*options, line.common, console); },
      [options] { check_signer(*options); });
}

void declare_remove(CommandLine& line, CLI::App& parent) {
  auto* verb = parent.add_subcommand("remove", "Take entries out of the address book");
  const auto options = std::make_shared<RemovePublisherOptions>();
  verb->add_option("ID", options->ids, "As the list shows it (several can be given)")
      ->required()
      ->check(not_empty());
  add_book(*verb, *options);
  line.choose(*verb, [&line, options](const Console& console) {
    return remove_publisher(*options, line.common, console);
  });
}

void declare_import(CommandLine& line, CLI::App& parent) {
  auto* verb =
      parent.add_subcommand("import", "Show what another book or a policy file would add, and add it");
  const auto options = std::make_shared<ImportPublishersOptions>();
  takes_file(verb->add_option("FILE", options->from, "An exported address book, or a policy file"))
      ->required();
  verb->add_flag("--yes", options->yes, "Add it without asking");
  add_book(*verb, *options);
  line.choose(*verb, [&line, options](const Console& console) {
    return import_publishers(*options, line.common, console);
  });
}

void declare_export(CommandLine& line, CLI::App& parent) {
  auto* verb = parent.add_subcommand("export", "Write the address book into a file, for others or for later");
  const auto options = std::make_shared<ExportPublishersOptions>();
  takes_file(verb->add_option("FILE", options->to, "The file to write"))->required();
  verb->add_flag("--overwrite", options->overwrite, "Replace a file that is there");
  add_book(*verb, *options);
  line.choose(*verb, [&line, options](const Console& console) {
    return export_publishers(*options, line.common, console);
  });
}

}  // namespace

void declare_publishers(CommandLine& line) {
  auto* verb =
      line.app.add_subcommand("publishers", "Keep the address book: whom you trust to sign which models");
  verb->require_subcommand(1);
  verb->footer(footer);
  declare_list(line, *verb);
  declare_add(line, *verb);
  declare_remove(line, *verb);
  declare_import(line, *verb);
  declare_export(line, *verb);
}

}  // namespace weighmaster::terminal
