#include <CLI/CLI.hpp>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "answer.h"
#include "arguments.h"
#include "base/file.h"
#include "command_line.h"
#include "console.h"
#include "params.h"
#include "timeout.h"

namespace weighmaster::terminal {
namespace {

/// "verify, inspect or version", as the help lists them: the verbs, or the methods of one.
std::string verbs(const CLI::App& app) {
  const auto all = app.get_subcommands([](const CLI::App*) { return true; });
  std::string text = all.front()->get_name();
  for (std::size_t i = 1; i < all.size(); ++i) {
    text += (i + 1 == all.size() ? " or " : ", ") + all[i]->get_name();
  }
  return text;
}

/// "sign key or sign certificate": the methods of the verb that take the option; empty: none does.
std::string methods_with(const CLI::App& verb, const std::string& option) {
  std::string text;
  for (const auto* method : verb.get_subcommands([](const CLI::App*) { return true; })) {
    if (method->get_option_no_throw(option) != nullptr)
      text += (text.empty() ? "" : " or ") + verb.get_name() + " " + method->get_name();
  }
  return text;
}

/// An option that goes with another method than the one that is meant where none is named.
std::string misplaced(const CommandLine& line) {
  const auto chosen = line.app.get_subcommands();
  if (chosen.empty()) return {};
  for (const auto& word : line.app.remaining(true)) {
    const auto option = word.substr(0, word.find('='));
    const auto methods = option.starts_with("--") ? methods_with(*chosen.front(), option) : std::string();
    if (!methods.empty()) return option + " goes with " + methods;
  }
  return {};
}

/// What was wrong with the command line. CLI11 speaks of subcommands where a verb is missing.
std::string reason(const CLI::ParseError& error, const CommandLine& line) {
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
    if (auto where = misplaced(line); !where.empty()) return where;
  }
  const std::string text = error.what();
  if (text.find("subcommand") == std::string::npos) return text;
  const auto chosen = line.app.get_subcommands();
  if (chosen.empty()) return "say what to do: " + verbs(line.app);
  const auto& verb = *chosen.front();
  const bool of_a_model = verb.get_name() == "verify" || verb.get_name() == "sign";
  return verb.get_name() + (of_a_model ? " needs a model, and one of " + verbs(verb) + " before it"
                                       : " needs one of " + verbs(verb));
}

/// The answer into a file, whole or not at all.
int run_into_file(const CommandLine& line, const Console& console) {
  std::ostringstream answer;
  const Console into_file{console.in,           answer,
                          console.err,          false,
                          console.progress,     console.stop,
                          console.now,          console.trust_folder,
                          console.ask,          console.open_browser,
                          console.surroundings, console.agrees,
                          console.paint,        console.publishers_file};
  const int exit_code = line.chosen(into_file);
  const auto written =
      base::write_file(*line.common.output_file, as_bytes(answer.str()), base::Existing::replace);
  if (written) return exit_code;
  CommonOptions text = line.common;
  text.output_file.reset();
  return give_up(written.error(), text, console);
}

bool gives_params(const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(), [](const std::string& word) {
    return word == "--params" || word.starts_with("--params=");
  });
}

int run_chosen(const CommandLine& line, const Console& console) {
  return line.common.output_file ? run_into_file(line, console) : line.chosen(console);
}

int run_in_time(const CommandLine& line, const Console& console) {
  if (!line.common.timeout) return run_chosen(line, console);
  const Deadline deadline(console.stop, parse_duration(*line.common.timeout).value());
  Console limited(console);
  limited.stop = deadline.token();
  const int exit_code = run_chosen(line, limited);
  if (exit_code == exit_cancelled && deadline.passed()) {
    say(Level::error,
        "stopped because the time that --timeout gives, " + *line.common.timeout + ", was over.", line.common,
        console);
  }
  return exit_code;
}

}  // namespace

int run(const std::vector<std::string>& arguments, const Console& console) {
  CommandLine line;
  auto words = normalised(arguments);
  const bool json = std::find(words.begin(), words.end(), "--json") != words.end();
  try {
    if (gives_params(words)) words = with_params(std::move(words), console.in);
    std::reverse(words.begin(), words.end());  // as CLI11 wants them
    line.app.parse(std::move(words));
    line.check();
  } catch (const CLI::CallForHelp&) {
    console.out << line.app.help();
    return 0;
  } catch (const CLI::CallForVersion& version) {
    console.out << version.what() << '\n';
    return 0;
  } catch (const CLI::ParseError& error) {
    return misused(reason(error, line), json, console);
  }
  return run_in_time(line, console);
}

}  // namespace weighmaster::terminal
