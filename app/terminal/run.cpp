#include <CLI/CLI.hpp>
#include <fstream>
#include <sstream>

#include "answer.h"
#include "arguments.h"
#include "base/file.h"
#include "base/text.h"
#include "command_line.h"
#include "console.h"
#include "verdict/report_json.h"

namespace weighmaster::terminal {
namespace {

int refuse(const std::string& why, bool json, const Console& console) {
  const auto message = base::visible(why);
  if (json) {
    write_json(console.out, {{"schema", verdict::report_schema_version},
                             {"exit_code", exit_usage},
                             {"error", {{"code", "usage"}, {"what", message}}}});
  } else {
    console.err << "weighmaster-cli: " << message << "\nTry weighmaster-cli --help.\n";
  }
  return exit_usage;
}

/// "verify, inspect or version", as the help lists them.
std::string verbs(const CLI::App& app) {
  const auto all = app.get_subcommands([](const CLI::App*) { return true; });
  std::string text = all.front()->get_name();
  for (std::size_t i = 1; i < all.size(); ++i) {
    text += (i + 1 == all.size() ? " or " : ", ") + all[i]->get_name();
  }
  return text;
}

/// What was wrong with the command line. CLI11 speaks of subcommands where a verb is missing.
std::string reason(const CLI::ParseError& error, const CommandLine& line) {
  const std::string text = error.what();
  if (text.find("subcommand") == std::string::npos) return text;
  if (line.app.got_subcommand("verify"))
    return "verify needs a model, and one of key, certificate or sigstore before it";
  if (line.app.got_subcommand("sign"))
    return "sign needs a model, and one of key, certificate, pkcs11-key or pkcs11-certificate before it";
  return "say what to do: " + verbs(line.app);
}

/// The answer into a file, whole or not at all.
int run_into_file(const CommandLine& line, const Console& console) {
  std::ostringstream answer;
  Console into_file{answer,      console.err,          false,      console.progress, console.stop,
                    console.now, console.trust_folder, console.ask};
  const int exit_code = line.chosen(into_file);
  const auto written =
      base::write_file(*line.common.output_file, as_bytes(answer.str()), base::Existing::replace);
  if (written) return exit_code;
  CommonOptions text = line.common;
  text.output_file.reset();
  return give_up(written.error(), text, console);
}

}  // namespace

int run(const std::vector<std::string>& arguments, const Console& console) {
  CommandLine line;
  auto words = normalised(arguments);
  const bool json = std::find(words.begin(), words.end(), "--json") != words.end();
  std::reverse(words.begin(), words.end());  // as CLI11 wants them
  try {
    line.app.parse(std::move(words));
  } catch (const CLI::CallForHelp&) {
    console.out << line.app.help();
    return 0;
  } catch (const CLI::CallForVersion& version) {
    console.out << version.what() << '\n';
    return 0;
  } catch (const CLI::ParseError& error) {
    return refuse(reason(error, line), json, console);
  }
  return line.common.output_file ? run_into_file(line, console) : line.chosen(console);
}

}  // namespace weighmaster::terminal
