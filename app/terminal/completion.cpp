#include "completion.h"

#include <CLI/CLI.hpp>
#include <sstream>

namespace weighmaster::terminal {
namespace {

std::string joined(const std::vector<std::string>& words, const std::string& between) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : between) + word;
  return text;
}

/// "{a,b}" in the name of a type lists the choices.
std::vector<std::string> choices_of(const std::string& type) {
  const auto open = type.find('{');
  const auto close = type.find('}', open);
  if (close == std::string::npos) return {};
  std::vector<std::string> choices;
  std::istringstream list(type.substr(open + 1, close - open - 1));
  for (std::string choice; std::getline(list, choice, ',');) choices.push_back(choice);
  return choices;
}

CompletedOption completed(const CLI::Option& option) {
  CompletedOption result;
  for (const auto& name : option.get_lnames()) result.names.push_back("--" + name);
  for (const auto& name : option.get_snames()) result.names.push_back("-" + name);
  result.description = option.get_description();
  result.takes_value = option.get_items_expected_max() > 0 && option.get_type_size() > 0;
  const auto type = option.get_type_name();
  result.takes_path = type.find("FILE") != std::string::npos || type.find("PATH") != std::string::npos;
  result.choices = choices_of(type);
  return result;
}

void collect(const CLI::App& app, const std::vector<std::string>& path, std::vector<CompletedVerb>& verbs) {
  CompletedVerb verb{path, app.get_description(), {}, {}, {}};
  // What stands before a verb may stand behind it too.
  if (const auto* parent = app.get_parent(); parent != nullptr && !verbs.empty()) {
    for (const auto& option : verbs.front().options) {
      if (option.names.front() != "--help" && option.names.front() != "--version")
        verb.options.push_back(option);
    }
  }
  for (const auto* option : app.get_options()) {
    if (option->get_positional()) {
      verb.choices = choices_of(option->get_type_name());
    } else {
      verb.options.push_back(completed(*option));
    }
  }
  const auto children = app.get_subcommands([](const CLI::App*) { return true; });
  for (const auto* child : children) verb.verbs.push_back(child->get_name());
  verbs.push_back(std::move(verb));
  for (const auto* child : children) {
    auto below = path;
    below.push_back(child->get_name());
    collect(*child, below, verbs);
  }
}

std::vector<std::string> option_names(const CompletedVerb& verb) {
  std::vector<std::string> names;
  for (const auto& option : verb.options) names.insert(names.end(), option.names.begin(), option.names.end());
  return names;
}

std::string function_name(std::string program) {
  std::replace(program.begin(), program.end(), '-', '_');
  return "_" + program;
}

/// In single quotes of any of the three shells.
std::string quoted(const std::string& text) {
  std::string result = "'";
  for (const char letter : text) result += letter == '\'' ? std::string("’") : std::string(1, letter);
  return result + "'";
}

void bash_values(std::ostream& out, const CompletedVerb& verb) {
  for (const auto& option : verb.options) {
    if (!option.takes_value) continue;
    out << "    " << quoted(joined(verb.path, " ")) << ":"
        << joined(option.names, "|" + quoted(joined(verb.path, " ")) + ":") << ") ";
    if (!option.choices.empty()) {
      out << "COMPREPLY=($(compgen -W " << quoted(joined(option.choices, " ")) << " -- \"$current\"))";
    } else if (option.takes_path) {
      out << "COMPREPLY=($(compgen -f -- \"$current\"))";
    } else {
      out << "COMPREPLY=()";
    }
    out << "; return ;;\n";
  }
}

}  // namespace

std::vector<CompletedVerb> completed_verbs(const CLI::App& app) {
  std::vector<CompletedVerb> verbs;
  collect(app, {}, verbs);
  return verbs;
}

std::string bash_completion(const std::string& program, const std::vector<CompletedVerb>& verbs) {
  std::ostringstream out;
  out << "# bash completion for " << program << "\n" << function_name(program) << "() {\n";
  out << "  local current=\"${COMP_WORDS[COMP_CWORD]}\" previous=\"${COMP_WORDS[COMP_CWORD-1]}\" verb='' "
         "word\n"
         "  compopt -o filenames 2>/dev/null\n"
         "  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
         "    case \"$verb:$word\" in\n";
  for (const auto& verb : verbs) {
    const auto path = joined(verb.path, " ");
    for (const auto& child : verb.verbs) {
      out << "      " << quoted(path + ":" + child)
          << ") verb=" << quoted(path.empty() ? child : path + " " + child) << " ;;\n";
    }
  }
  out << "    esac\n  done\n  case \"$verb:$previous\" in\n";
  for (const auto& verb : verbs) bash_values(out, verb);
  out << "  esac\n  case \"$verb\" in\n";
  for (const auto& verb : verbs) {
    const auto words = joined(option_names(verb), " ");
    const auto arguments = joined(verb.verbs, " ") + joined(verb.choices, " ");
    out << "    " << quoted(joined(verb.path, " ")) << ")\n"
        << "      if [[ $current == -* ]]; then COMPREPLY=($(compgen -W " << quoted(words)
        << " -- \"$current\"))\n";
    if (!arguments.empty()) {
      out << "      else COMPREPLY=($(compgen -W " << quoted(arguments) << " -- \"$current\")); fi ;;\n";
    } else {
      out << "      else COMPREPLY=($(compgen -f -- \"$current\")); fi ;;\n";
    }
  }
  out << "  esac\n}\ncomplete -F " << function_name(program) << " " << program << "\n";
  return out.str();
}

std::string zsh_completion(const std::string& program, const std::vector<CompletedVerb>& verbs) {
  std::ostringstream out;
  out << "#compdef " << program
      << "\n# The completion of bash, run by zsh.\nautoload -U +X bashcompinit && bashcompinit\n"
         "compopt() { : }\n"
      << bash_completion(program, verbs);
  return out.str();
}

std::string fish_completion(const std::string& program, const std::vector<CompletedVerb>& verbs) {
  std::ostringstream out;
  out << "# fish completion for " << program << "\n";
  for (const auto& verb : verbs) {
    std::string seen;
    for (const auto& word : verb.path)
      seen += (seen.empty() ? "" : "; and ") + std::string("__fish_seen_subcommand_from ") + word;
    const std::string here = seen.empty() ? "__fish_use_subcommand" : seen;
    for (const auto& child : verbs) {
      const bool is_child = child.path.size() == verb.path.size() + 1 &&
                            std::equal(verb.path.begin(), verb.path.end(), child.path.begin());
      if (!is_child) continue;
      const std::string none_yet =
          seen.empty() ? here : here + "; and not __fish_seen_subcommand_from " + joined(verb.verbs, " ");
      out << "complete -c " << program << " -f -n " << quoted(none_yet) << " -a " << child.path.back()
          << " -d " << quoted(child.description) << "\n";
    }
    for (const auto& option : verb.options) {
      out << "complete -c " << program << " -n " << quoted(here);
      for (const auto& name : option.names)
        out << (name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1));
      if (!option.choices.empty()) {
        out << " -x -a " << quoted(joined(option.choices, " "));
      } else if (option.takes_value) {
        out << (option.takes_path ? " -r -F" : " -x");
      }
      out << " -d " << quoted(option.description) << "\n";
    }
    if (!verb.choices.empty()) {
      out << "complete -c " << program << " -f -n " << quoted(here) << " -a "
          << quoted(joined(verb.choices, " ")) << "\n";
    }
  }
  return out.str();
}

}  // namespace weighmaster::terminal
