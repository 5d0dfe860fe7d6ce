#include <algorithm>
#include <iterator>

#include "base/text.h"
#include "command_line.h"
#include "params.h"
#include "words/words.h"

namespace weighmaster::terminal {
namespace {

using Words = std::vector<std::string>;

[[noreturn]] void refuse(const std::string& why) {
  throw CLI::ValidationError("--params", why);
}

/// Nothing is required yet: it may stand in the parameters. They count more than the environment.
void let_all_be_absent(CLI::App& app) {
  for (auto* option : app.get_options()) option->required(false)->envname("");
  for (auto* verb : app.get_subcommands([](CLI::App*) { return true; })) let_all_be_absent(*verb);
}

const CLI::App& chosen_verb(const CLI::App& app) {
  const auto chosen = app.get_subcommands();
  return chosen.empty() ? app : chosen_verb(*chosen.front());
}

/// The option of this name in the verb, or among those that all verbs have.
const CLI::Option* find_option(const CLI::App& verb, const std::string& name) {
  if (name == "help" || name == "version" || name == "params") return nullptr;
  if (name == "model") return verb.get_option_no_throw("MODEL_PATH");
  for (const auto* app = &verb; app != nullptr; app = app->get_parent()) {
    if (const auto* option = app->get_option_no_throw("--" + name); option != nullptr) return option;
  }
  return nullptr;
}

bool is_flag(const CLI::Option& option) {
  return option.get_items_expected_max() == 0 || option.get_type_size() == 0;
}

void check_type(const Parameter& parameter, const CLI::Option& option) {
  const auto& values = parameter.values;
  if (parameter.is_list && option.get_multi_option_policy() != CLI::MultiOptionPolicy::TakeAll) {
    refuse("“" + parameter.name + "” takes one value");
  }
  const bool boolean = values.size() == 1 && (values.front() == "true" || values.front() == "false");
  if (is_flag(option) && !boolean) refuse("“" + parameter.name + "” takes true or false");
}

void put_in(Words& words, const Parameter& parameter) {
  const auto dashes = std::find(words.begin(), words.end(), "--");
  if (parameter.name == "model") {
    if (dashes == words.end()) words.emplace_back("--");
    words.push_back(parameter.values.front());
    return;
  }
  Words more;
  for (const auto& value : parameter.values) {
    more.push_back("--" + parameter.name + (value.empty() ? "" : "=" + value));
    if (value.empty()) more.emplace_back();
  }
  words.insert(dashes, std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

std::vector<Parameter> read_all(const Words& given, std::istream& in) {
  std::vector<Parameter> all;
  if (std::count(given.begin(), given.end(), "-") > 1) refuse("standard input can be read only once");
  for (const auto& one : given) {
    auto more = read_params(one, in);
    if (!more) refuse(words::fill(words::what_is_so(more.error())));
    for (auto& parameter : *more) {
      std::erase_if(all, [&](const Parameter& earlier) { return earlier.name == parameter.name; });
      all.push_back(std::move(parameter));
    }
  }
  return all;
}

}  // namespace

Words with_params(Words arguments, std::istream& in) {
  CommandLine draft;
  let_all_be_absent(draft.app);
  draft.app.parse(Words(arguments.rbegin(), arguments.rend()));
  const auto& verb = chosen_verb(draft.app);
  for (const auto& parameter : read_all(draft.common.params, in)) {
    const auto* option = find_option(verb, parameter.name);
    if (option == nullptr) refuse("“" + parameter.name + "” is not an option of this verb");
    check_type(parameter, *option);
    if (option->count() == 0) put_in(arguments, parameter);
  }
  return arguments;
}

}  // namespace weighmaster::terminal
