#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace weighmaster::terminal {

/// An option or a verb as a shell needs to know it.
struct CompletedOption {
  std::vector<std::string> names;  // "--hash", "-h"
  std::string description;
  bool takes_value = false;
  bool takes_path = false;
  std::vector<std::string> choices;
};
struct CompletedVerb {
  std::vector<std::string> path;  // "verify", "key"; empty for the program itself
  std::string description;
  std::vector<CompletedOption> options;
  std::vector<std::string> verbs;
  std::vector<std::string> choices;  // of its argument
};

/// All verbs of the program, the program itself first.
[[nodiscard]] std::vector<CompletedVerb> completed_verbs(const CLI::App& app);

/// The script that a shell reads to complete `program`.
[[nodiscard]] std::string bash_completion(const std::string& program,
                                          const std::vector<CompletedVerb>& verbs);
[[nodiscard]] std::string zsh_completion(const std::string& program, const std::vector<CompletedVerb>& verbs);
[[nodiscard]] std::string fish_completion(const std::string& program,
                                          const std::vector<CompletedVerb>& verbs);

}  // namespace weighmaster::terminal
