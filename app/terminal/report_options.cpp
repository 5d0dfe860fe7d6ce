#include "command_line.h"
#include "report.h"
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
a model it exits 4 at best. To sign a report, sign its file as a model of one file:
“weighmaster-cli sign”.)";

void check_together(ReportOptions& options) {
  settle_method(options.verify);
  if (options.check) {
    if (!options.output.empty()) throw CLI::ExcludesError("--check", "--output");
    return;
  }
  if (options.accept_enclosed_root_unsafe)
    throw CLI::RequiresError("--accept-enclosed-root-unsafe", "--check");
  if (options.verify.model.empty()) throw CLI::RequiredError("MODEL_PATH");
  if (options.output.empty()) throw CLI::RequiredError("--output");
  if (!options.form && !form_named(options.output))
    throw CLI::ValidationError("--output", "its name ends in none of .pdf, .html and .json: say --format");
}

}  // namespace

void declare_report(CommandLine& line) {
  auto* verb = line.app.add_subcommand("report", "Write an audit report of a model, or check one");
  verb->footer(report_footer);
  const auto options = std::make_shared<ReportOptions>();
  verb->add_option("MODEL_PATH", options->verify.model, "The model: a folder or a file")
      ->type_name("PATH")
      ->check(not_empty());
  takes_file(verb->add_option("--output", options->output, "The file to write"));
  const std::map<std::string, audit::Form> forms{
      {"pdf", audit::Form::pdf}, {"html", audit::Form::html}, {"json", audit::Form::json}};
  verb->add_option("--format", options->form, "pdf, html or json; by the file's name if not given")
      ->type_name("FORMAT")
      ->transform(CLI::CheckedTransformer(forms));
  verb->add_option("--paper", options->paper, "Of a PDF: a4 (by default) or letter")
      ->type_name("PAPER")
      ->check(CLI::IsMember({"a4", "letter"}));
  verb->add_flag("--overwrite", options->overwrite, "Replace a file that is there");
  takes_file(verb->add_option("--check", options->check, "Check this report, and the model if one is given"));
  verb->add_flag("--accept-enclosed-root-unsafe", options->accept_enclosed_root_unsafe,
                 "With --check: believe the trust root in the report, whoever put it there");
  add_expectation_options(*verb, options->verify);
  verb->add_flag("--all-files,--verbose", options->verify.all_files, "List every file");
  line.choose(
      *verb, [&line, options](const Console& console) { return report(*options, line.common, console); },
      [options] { check_together(*options); });
}

}  // namespace weighmaster::terminal
