#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

#include "console.h"
#include "options.h"

namespace weighmaster::terminal {

/// The program's verbs and options, and after parsing the verb that was chosen.
struct CommandLine {
  CommandLine();
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;

  CLI::App app;
  CommonOptions common;
  std::function<int(const Console&)> chosen;

 private:
  void add_verify();
  void choose(CLI::App& verb, std::function<int(const Console&)> action);
  void add_verify_method(CLI::App& parent, signature::Method method, const std::string& description);
  void add_inspect();
  void add_digest();
  void add_completion();
  void add_version();
};

/// The help of the verb that was asked about.
[[nodiscard]] std::string help(const CLI::App& app);

}  // namespace weighmaster::terminal
