#include "help_format.h"

#include <sstream>

namespace weighmaster::terminal {
namespace {

constexpr std::size_t description_width = 60;

std::string wrapped(const std::string& text) {
  std::istringstream words(text);
  std::string result;
  std::size_t column = 0;
  for (std::string word; words >> word;) {
    const bool fits = column + 1 + word.size() <= description_width;
    if (column > 0) result += fits ? " " : "\n";
    column = column > 0 && fits ? column + 1 + word.size() : word.size();
    result += word;
  }
  return result;
}

}  // namespace

std::string HelpFormat::make_option_name(const CLI::Option* option, bool is_positional) const {
  const auto& names = option->get_lnames();
  // A flag and its denial: "--[no-]name".
  if (!is_positional && names.size() == 2 && names[1] == "no-" + names[0]) return "--[no-]" + names[0];
  return CLI::Formatter::make_option_name(option, is_positional);
}

std::string HelpFormat::make_option_opts(const CLI::Option* option) const {
  if (option->get_positional() || option->get_type_size() == 0) return {};
  const auto type = option->get_type_name();
  const auto choices = type.find('{');
  return choices == std::string::npos ? " " + type : "";
}

std::string HelpFormat::make_option_desc(const CLI::Option* option) const {
  auto text = option->get_description();
  const auto type = option->get_type_name();
  if (const auto choices = type.find('{'); choices != std::string::npos) {
    std::string list = type.substr(choices + 1, type.find('}') - choices - 1);
    for (auto at = list.find(','); at != std::string::npos; at = list.find(',', at + 2))
      list.insert(at + 1, " ");
    text += ": " + list;
  }
  if (option->get_required() && !option->get_positional()) text += " (needed)";
  return wrapped(text);
}

}  // namespace weighmaster::terminal
