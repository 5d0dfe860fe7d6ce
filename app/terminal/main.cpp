#include <unistd.h>

#include <cstdlib>
#include <iostream>

#include "console.h"
#include "interrupt.h"
#include "programs.h"
#include "prompt.h"
#include "trust/publishers_file.h"
#include "update/store.h"

namespace {

bool is_terminal(int descriptor) {
  const char* kind = std::getenv("TERM");
  return isatty(descriptor) == 1 && kind != nullptr && std::string_view(kind) != "dumb";
}

bool wants_colour() {
  // https://no-color.org: set and not empty.
  const char* none = std::getenv("NO_COLOR");
  return none == nullptr || *none == '\0';
}

}  // namespace

int main(int count, char** values) {
  using namespace weighmaster;
  const auto stop = terminal::stop_on_interrupt();
  const terminal::Console console{std::cin,
                                  std::cout,
                                  std::cerr,
                                  is_terminal(STDOUT_FILENO) && wants_colour(),
                                  is_terminal(STDERR_FILENO),
                                  stop,
                                  base::now(),
                                  update::default_store_folder(),
                                  terminal::ask_on_terminal,
                                  terminal::open_in_browser,
                                  terminal::surroundings(),
                                  terminal::agrees_on_terminal,
                                  terminal::paint_in_window_program,
                                  trust::default_publishers_file()};
  const int exit_code = terminal::run({values + 1, values + count}, console);
  // An answer that could not be written is no answer.
  const int outcome = std::cout.flush() ? exit_code : terminal::exit_undetermined;
  // The system takes back what is left: forty libraries that put away theirs one by one take a millisecond,
  // and a thread that was left behind in a token's library could not stand it.
  std::_Exit(outcome);
}
