#include "command_line.h"
#include "report.h"
#include "report_file_options.h"
#include "shared_options.h"
#include "verify_options.h"

namespace weighmaster::terminal {
namespace {

constexpr auto report_footer = R"(Examples:
  weighmaster-cli report my-model --output audit.pdf --identity release@publisher.example \
      --identity-provider https://accounts.google.com
  weighmaster-cli report --check audit.pdf my-model --public-key publisher.pub
A report carries its evidence: signature, trust root, keys. --check holds it against what this
computer trusts and whom you name now; whom the report names as expected counts for nothing. Without
a model it exits 4 at best. To sign the report itself, sign its file:
  weighmaster-cli sign audit.pdf --signature audit.pdf.sigstore.json
--check looks at that too; --report-identity and --report-public-key say whose it has to be.)";

void check_together(const CLI::App& verb, ReportOptions& options) {
  settle_method(options.verify);
  check_report_file_options(verb, "--output", options.output);
  if (options.check) {
    if (!options.output.file.empty()) throw CLI::ExcludesError("--check", "--output");
    return;
  }
  for (const char* only : {"--accept-enclosed-root-unsafe", "--report-public-key", "--report-identity"}) {
    if (verb.count(only) > 0) throw CLI::RequiresError(only, "--check");
  }
  if (options.verify.model.empty()) throw CLI::RequiredError("MODEL_PATH");
  if (options.output.file.empty()) throw CLI::RequiredError("--output");
}

void add_report_signer_options(CLI::App& verb, ReportOptions& options) {
  auto* key = takes_file(verb.add_option("--report-public-key", options.report_public_key,
                                         "With --check: the key that signed the report itself, in PEM"));
  auto* identity = verb.add_option("--report-identity", options.report_identity,
                                   "With --check: who signed the report itself")
                       ->type_name("NAME")
                       ->check(not_empty())
                       ->excludes(key);
  auto* provider = verb.add_option("--report-identity-provider", options.report_identity_provider,
                                   "Who vouches for that identity")
                       ->type_name("URL")
                       ->check(not_empty())
                       ->needs(identity);
  identity->needs(provider);
}

}  // namespace

void declare_report(CommandLine& line) {
  auto* verb = line.app.add_subcommand("report", "Write an audit report of a model, or check one");
  verb->footer(report_footer);
  const auto options = std::make_shared<ReportOptions>();
  verb->add_option("MODEL_PATH", options->verify.model, "The model: a folder or a file")
      ->type_name("PATH")
      ->check(not_empty());
  add_report_file_options(*verb, "--output", "The file to write", options->output);
  takes_file(verb->add_option("--check", options->check, "Check this report, and the model if one is given"));
  verb->add_flag("--accept-enclosed-root-unsafe", options->accept_enclosed_root_unsafe,
                 "With --check: believe the trust root in the report, whoever put it there");
  add_report_signer_options(*verb, *options);
  add_expectation_options(*verb, options->verify);
  verb->add_flag("--all-files,--verbose", options->verify.all_files, "List every file");
  line.choose(
      *verb, [&line, options](const Console& console) { return report(*options, line.common, console); },
      [verb, options] { check_together(*verb, *options); });
}

}  // namespace weighmaster::terminal
