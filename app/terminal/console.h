#pragma once

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "crypto/secret.h"
#include "signing/login/surroundings.h"

/// The terminal program: everything it touches comes in through Console, so that tests drive it in their own
/// process.
namespace weighmaster::terminal {

struct Console {
  std::istream& in;   // what `-` stands for
  std::ostream& out;  // the answer
  std::ostream& err;  // progress, notes, errors
  /// Colour on `out`, a progress line on `err`: only where a person looks on.
  bool colour = false;
  bool progress = false;
  /// Asked for by Ctrl-C.
  std::stop_token stop = {};
  base::TimePoint now = {};
  /// Where the person's programs keep trust (update::Store); nothing: what is shipped is all there is.
  std::optional<std::filesystem::path> trust_folder = {};
  /// Asks the person for a secret, which they type unseen, until it is stopped; empty where nobody is there.
  std::function<base::Result<crypto::Secret>(const std::string& question, const std::stop_token& stop)> ask =
      {};
  /// Opens an address in the person's browser and does not wait for it; empty where there is none.
  std::function<base::Result<void>(const std::string& url)> open_browser = {};
  /// What a build service tells its jobs.
  signing::Surroundings surroundings = signing::no_surroundings();
  /// Asks the person whether they agree, until it is stopped; empty where nobody is there.
  std::function<base::Result<bool>(const std::string& question, const std::stop_token& stop)> agrees = {};
  /// Has the window program paint a document (words::to_json) on "a4" or "letter"; what it answers is for
  /// audit::painted_from_json. Error: audit.painter. Empty where there is none.
  std::function<base::Result<Bytes>(BytesView document, const std::string& paper,
                                    const std::stop_token& stop)>
      paint = {};
  /// The person's address book (trust/publishers_file.h); nothing: they have none.
  std::optional<std::filesystem::path> publishers_file = {};
};

inline constexpr int exit_usage = 2;
inline constexpr int exit_undetermined = 5;
inline constexpr int exit_unsigned = 6;
inline constexpr int exit_cancelled = 130;

/// Runs the program on its arguments (without its own name). Returns the exit code.
[[nodiscard]] int run(const std::vector<std::string>& arguments, const Console& console);

}  // namespace weighmaster::terminal
