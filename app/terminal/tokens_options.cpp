#include "command_line.h"
#include "shared_options.h"
#include "tokens.h"

namespace weighmaster::terminal {

void declare_tokens(CommandLine& line) {
  auto* verb = line.app.add_subcommand("tokens", "List hardware tokens and their keys, by PKCS#11 address");
  const auto options = std::make_shared<TokensOptions>();
  verb->footer(
      "Example:\n  weighmaster-cli tokens --module-path /usr/lib/softhsm/libsofthsm2.so\n"
      "No PIN is asked for; some tokens show their keys only after one.");
  takes_files(verb->add_option("--module-path", options->module_path,
                               "A PKCS#11 module to ask; those registered with p11-kit if not given (can be "
                               "repeated)"));
  line.choose(*verb,
              [&line, options](const Console& console) { return tokens(*options, line.common, console); });
}

}  // namespace weighmaster::terminal
