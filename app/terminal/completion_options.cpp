#include <ostream>

#include "command_line.h"
#include "completion.h"

namespace weighmaster::terminal {

void declare_completion(CommandLine& line) {
  auto* verb = line.app.add_subcommand("completion", "Print a script that completes commands in a shell");
  const auto shell = std::make_shared<std::string>();
  verb->footer("Example:\n  source <(weighmaster-cli completion bash)");
  verb->add_option("SHELL", *shell, "Which shell")->required()->check(CLI::IsMember({"bash", "zsh", "fish"}));
  line.choose(*verb, [&line, shell](const Console& console) {
    const auto verbs = completed_verbs(line.app);
    console.out << (*shell == "bash"  ? bash_completion(program_name, verbs)
                    : *shell == "zsh" ? zsh_completion(program_name, verbs)
                                      : fish_completion(program_name, verbs));
    return 0;
  });
}

}  // namespace weighmaster::terminal
