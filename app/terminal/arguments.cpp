#include "arguments.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace weighmaster::terminal {
namespace {

using Words = std::vector<std::string>;

/// Options of the program itself, which take the argument behind them: they may stand before the verb, or
/// between it and the method.
constexpr std::array<std::string_view, 6> take_next{"--log-level", "--log-format", "--output-file",
                                                    "--timeout",   "-t",           "--params"};

struct Methods {
  std::string_view verb;
  std::vector<std::string_view> methods;
};
const std::vector<Methods>& methods() {
  static const std::vector<Methods> all{
      {"verify", {"key", "certificate", "sigstore", "policy"}},
      {"sign", {"key", "certificate", "sigstore", "pkcs11-key", "pkcs11-certificate"}}};
  return all;
}

template <class List>
bool holds(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

/// The first word at or behind `at` that is neither an option of the program itself nor its value.
Words::iterator skip_common(Words& words, Words::iterator at) {
  while (at != words.end() && (*at == "--json" || holds(take_next, *at) || at->starts_with("--log-") ||
                               at->starts_with("--output-file=") || at->starts_with("--timeout=") ||
                               at->starts_with("--params="))) {
    at += holds(take_next, *at) && at + 1 != words.end() ? 2 : 1;
  }
  return at;
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

void add_default_method(Words& words) {
  const auto verb = skip_common(words, words.begin());
  if (verb == words.end() || verb + 1 == words.end()) return;
  const auto known = std::find_if(methods().begin(), methods().end(),
                                  [&](const Methods& methods) { return methods.verb == *verb; });
  if (known == methods().end()) return;
  const auto next = skip_common(words, verb + 1);
  if (next != words.end() && (holds(known->methods, *next) || *next == "-h" || *next == "--help")) return;
  const bool by_policy = std::any_of(next, words.end(), [](const std::string& word) {
    return word == "--policy" || word.starts_with("--policy=");
  });
  words.insert(verb + 1, by_policy && *verb == "verify" ? "policy" : "sigstore");
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
