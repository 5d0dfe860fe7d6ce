#include "arguments.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace weighmaster::terminal {
namespace {

/// Options that stand before the verb and take the argument behind them.
bool takes_next(const std::string& argument) {
  return argument == "--log-level" || argument == "--output-file";
}

void append_option(std::vector<std::string>& arguments, std::string option) {
  const auto equals = option.find('=');
  const auto name_end = option.begin() + static_cast<std::ptrdiff_t>(std::min(equals, option.size()));
  std::replace(option.begin(), name_end, '_', '-');
  if (equals != std::string::npos && equals + 1 == option.size()) {
    option.pop_back();
    arguments.push_back(std::move(option));
    arguments.emplace_back();
    return;
  }
  arguments.push_back(std::move(option));
}

std::vector<std::string>::iterator verb(std::vector<std::string>& arguments) {
  auto at = arguments.begin();
  while (at != arguments.end() && at->starts_with('-')) {
    at += takes_next(*at) && at + 1 != arguments.end() ? 2 : 1;
  }
  return at;
}

void add_default_method(std::vector<std::string>& arguments) {
  static constexpr std::array<std::string_view, 5> no_default{"key", "certificate", "sigstore", "-h",
                                                              "--help"};
  const auto found = verb(arguments);
  if (found == arguments.end() || *found != "verify" || found + 1 == arguments.end()) return;
  if (std::find(no_default.begin(), no_default.end(), *(found + 1)) == no_default.end()) {
    arguments.insert(found + 1, "sigstore");
  }
}

}  // namespace

std::vector<std::string> normalised(const std::vector<std::string>& arguments) {
  std::vector<std::string> result;
  bool only_values = false;
  for (const auto& argument : arguments) {
    only_values = only_values || argument == "--";
    if (!only_values && argument.starts_with("--")) {
      append_option(result, argument);
    } else {
      result.push_back(argument);
    }
  }
  add_default_method(result);
  return result;
}

}  // namespace weighmaster::terminal
