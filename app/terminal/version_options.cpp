#include <nlohmann/json.hpp>
#include <ostream>

#include "answer.h"
#include "command_line.h"
#include "verdict/report_json.h"

namespace weighmaster::terminal {

void declare_version(CommandLine& line) {
  auto* verb = line.app.add_subcommand("version", "Print the version");
  line.choose(*verb, [&line](const Console& console) {
    if (line.common.json) {
      write_json(
          console.out,
          {{"schema", verdict::report_schema_version}, {"exit_code", 0}, {"version", WEIGHMASTER_VERSION}});
    } else {
      console.out << program_name << ' ' << WEIGHMASTER_VERSION << '\n';
    }
    return 0;
  });
}

}  // namespace weighmaster::terminal
