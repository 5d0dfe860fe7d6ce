#include "command_line.h"
#include "inspect.h"
#include "shared_options.h"

namespace weighmaster::terminal {

void declare_inspect(CommandLine& line) {
  auto* verb = line.app.add_subcommand("inspect", "Show what a signature file claims, without checking it");
  const auto options = std::make_shared<InspectOptions>();
  verb->footer(
      "Example:\n  weighmaster-cli inspect my-model/model.sig\nAnybody can claim anything: “verify” tells "
      "what is true.");
  verb->add_option("PATH", options->path, "A signature file, or a model whose signatures are looked for")
      ->type_name("PATH")
      ->required()
      ->check(not_empty());
  verb->add_flag("--all-files,--verbose", options->all_files, "List every file");
  line.choose(*verb,
              [&line, options](const Console& console) { return inspect(*options, line.common, console); });
}

}  // namespace weighmaster::terminal
