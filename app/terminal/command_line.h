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
  /// `check` looks at options that only together are right or wrong; it may throw CLI::ParseError.
  void choose(CLI::App& verb, Action action, std::function<void()> check = {});

  /// The chosen verb's check, once all arguments are known.
  void check() const;

  CLI::App app;
  CommonOptions common;
  Action chosen;
  std::function<void()> check_together;
};

/// Each verb adds itself, in NAME_options.cpp.
#define WEIGHMASTER_VERB(name) void declare_##name(CommandLine& line);
#include "verbs.def"
#undef WEIGHMASTER_VERB

}  // namespace weighmaster::terminal
