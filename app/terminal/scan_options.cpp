#include "command_line.h"
#include "report_file_options.h"
#include "scan.h"
#include "shared_options.h"
#include "trust/policy_file.h"

namespace weighmaster::terminal {

void declare_scan(CommandLine& line) {
  auto* verb = line.app.add_subcommand("scan", "Look for models in folders and check each");
  const auto options = std::make_shared<ScanOptions>();
  auto& each = options->each;
  verb->footer(
      "Examples:\n  weighmaster-cli scan ~/.cache/huggingface/hub ~/models --policy team-policy.json\n"
      "  weighmaster-cli scan ~/models --policy team-policy.json --report models.pdf\n"
      "A place is a model, a folder of models, a hub's cache, or a store of Ollama (docs/scan.md).\n"
      "Who is expected says the policy, or without one your address book (“publishers”).\n"
      "No connection is made.");
  verb->add_option("PLACE", options->places, "Where to look: folders, or single models")
      ->type_name("PATH")
      ->required()
      ->check(not_empty());
  takes_file(verb->add_option("--policy", each.policy, "The file that says who may sign which model"));
  auto* book = takes_file(verb->add_option("--publishers", each.publishers,
                                           "Another address book than your own (see “publishers”)"));
  verb->add_flag("--no-publishers", each.no_publishers, "Ask no address book")->excludes(book);
  verb->add_flag("--names-from-folders", options->labels_are_names,
                 "Folders below a place are called as models are: publisher/my-model");
  verb->add_flag("--quiet", options->quiet, "Say nothing of models that are trusted");
  add_report_file_options(*verb, "--report", "Write one audit report of all models to this file",
                          options->report);
  add_root_options(*verb, each.root);
  takes_files(verb->add_option("--timestamp-root", each.timestamp_roots,
                               "Believe timestamps under these certificates too, in PEM (can be repeated)"));
  verb->add_option("--timestamp-threshold", each.timestamp_threshold,
                   "How many independent times a keyless signature needs")
      ->type_name("NUMBER")
      ->check(CLI::Range(std::size_t{1}, trust::most_independent_times));
  verb->add_flag("--ignore-unsigned-files,!--no-ignore-unsigned-files", each.ignore_unsigned_files,
                 "Let files pass that were not signed; they are named all the same");
  verb->add_flag("--use-digest-cache", each.use_digest_cache,
                 "Take digests of files that did not change since from the cache; never trusted then");
  verb->add_flag("--offline", each.offline, "Make no connection (scanning never does)");
  line.choose(
      *verb, [&line, options](const Console& console) { return scan(*options, line.common, console); },
      [verb, options] { check_report_file_options(*verb, "--report", options->report); });
}

}  // namespace weighmaster::terminal
