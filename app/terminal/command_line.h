#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

#include "console.h"
#include "options.h"

namespace weighmaster::terminal {

inline constexpr auto program_name = "weighmaster-cli";

/// The program's verbs and options, and after parsing the verb that was chosen.
struct CommandLine {
  CommandLine();
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;

  /// What the program does where the arguments end in this verb. Returns the exit code.
  using Action = std::function<int(const Console&)>;
  void choose(CLI::App& verb, Action action);

  CLI::App app;
  CommonOptions common;
  Action chosen;
};

/// Each verb adds itself, in NAME_options.cpp.
#define WEIGHMASTER_VERB(name) void declare_##name(CommandLine& line);
#include "verbs.def"
#undef WEIGHMASTER_VERB

}  // namespace weighmaster::terminal
