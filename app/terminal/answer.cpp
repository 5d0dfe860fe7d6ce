#include "answer.h"

#include <ostream>

#include "verdict/report_json.h"
#include "words/words.h"

namespace weighmaster::terminal {

void write_json(std::ostream& out, const base::Json& object) {
  // In ASCII: no control or direction mark from outside reaches a terminal or a log.
  out << object.dump(2, ' ', true, base::Json::error_handler_t::replace) << '\n';
}

int give_up(const base::Error& error, const CommonOptions& common, const Console& console) {
  const int exit_code = error.code == base::Code::task_cancelled ? exit_cancelled : exit_undetermined;
  const auto what = words::fill(words::what_is_so(error));
  const auto todo = words::fill(words::what_to_do(error.code));
  if (common.json) {
    write_json(console.out, {{"schema", verdict::report_schema_version},
                             {"exit_code", exit_code},
                             {"error",
                              {{"code", base::name(error.code)},
                               {"subject", error.subject},
                               {"detail", error.detail},
                               {"what", what},
                               {"todo", todo}}}});
  } else {
    console.err << "weighmaster-cli: " << what << (todo.empty() ? "" : "\n") << todo << '\n';
  }
  return exit_code;
}

void note(std::string_view text, const CommonOptions& common, const Console& console) {
  if (common.notes()) console.err << "Note: " << text << '\n';
}

}  // namespace weighmaster::terminal
