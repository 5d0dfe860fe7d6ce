#include "command_line.h"

#include "help_format.h"
#include "shared_options.h"
#include "timeout.h"

namespace weighmaster::terminal {
namespace {

constexpr auto main_footer = R"(Examples:
  weighmaster-cli verify key my-model --public-key publisher.pub
  weighmaster-cli verify certificate my-model --certificate-chain publisher-root.pem
  weighmaster-cli verify my-model --identity release@publisher.example \
      --identity-provider https://accounts.google.com
  weighmaster-cli verify my-model --policy team-policy.json --model-name publisher/my-model
  weighmaster-cli sign key my-model --private-key signing.pem
  weighmaster-cli inspect my-model/model.sig
  weighmaster-cli digest my-model

Exit codes: 0 trusted; 1 changed, files that are not signed, or the signature is not valid;
2 the command line; 3 another or an unknown signer; 4 not complete; 5 could not be checked;
6 no signature; 130 stopped, by Ctrl-C or --timeout.)";

CLI::Validator is_duration() {
  return {[](std::string& value) {
            return parse_duration(value) ? std::string()
                                         : "a time is written like 90s, 3m or 1h30m, not " + value;
          },
          ""};
}

void add_common_options(CLI::App& app, CommonOptions& common) {
  app.add_flag("--json", common.json, "Answer with one JSON object (docs/report.md)");
  takes_file(app.add_option("--output-file", common.output_file, "Write the answer into this file"));
  app.add_option("--log-level", common.log_level,
                 "How much to say besides the answer (also MODEL_SIGNING_LOG_LEVEL)")
      ->transform(CLI::IsMember({"debug", "info", "warning", "warn", "error", "critical", "silent"},
                                CLI::ignore_case))
      ->envname("MODEL_SIGNING_LOG_LEVEL");
  app.add_option("--log-format", common.log_format, "How to say it")
      ->transform(CLI::IsMember({"text", "json"}, CLI::ignore_case));
  app.add_option("-t,--timeout", common.timeout,
                 "Stop after this time: 90s, 3m, 1h30m (no limit if not given)")
      ->type_name("TIME")
      ->check(is_duration());
  repeatable(
      app.add_option("--params", common.params,
                     "Take options from JSON: an object, a file, or - for standard input (can be repeated)"))
      ->type_name("FILE");
}

}  // namespace

CommandLine::CommandLine()
    : app("Verify and sign machine-learning models, and see what their signatures say.", program_name) {
  app.require_subcommand(1);
  app.fallthrough();
  app.set_help_flag("-h,--help", "Print this help");
  app.set_version_flag("--version", std::string(program_name) + " " + WEIGHMASTER_VERSION,
                       "Print the version");
  app.footer(main_footer);
  app.formatter(std::make_shared<HelpFormat>());
  add_common_options(app, common);
#define WEIGHMASTER_VERB(name) declare_##name(*this);
#include "verbs.def"
#undef WEIGHMASTER_VERB
}

void CommandLine::choose(CLI::App& verb, Action action, std::function<void()> check) {
  verb.callback([this, action = std::move(action), check = std::move(check)] {
    chosen = action;
    check_together = check;
  });
}

void CommandLine::check() const {
  if (check_together) check_together();
}

}  // namespace weighmaster::terminal
