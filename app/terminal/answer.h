#pragma once

#include "base/json.h"
#include "base/result.h"
#include "console.h"
#include "options.h"
#include "trust/journal.h"

namespace weighmaster::terminal {

/// One JSON object and a newline; bytes that are not UTF-8 become U+FFFD.
void write_json(std::ostream& out, const base::Json& object);

/// Why there is no answer, as `--json` says it: `schema`, `exit_code`, and `error` with these sentences.
[[nodiscard]] base::Json error_json(const base::Error& error, std::string_view what, std::string_view todo,
                                    int exit_code);

/// Why there is no signature by a login, in lines: what went wrong, at which service, and what is public of
/// it all the same.
[[nodiscard]] std::string why_not_signed(const base::Error& error, const trust::Journal& journal);

/// Says why there is no answer: a sentence and what to do on `err`, or a JSON object on `out`. With the
/// journal of a signature by a login, as `why_not_signed` has it; the object then has `published` in `error`.
/// Returns 2 where nobody agreed, 130 where it was stopped, else 5.
[[nodiscard]] int give_up(const base::Error& error, const CommonOptions& common, const Console& console,
                          const trust::Journal* journal = nullptr);

/// Says what is wrong with the command line, as a sentence or as JSON. Returns 2.
[[nodiscard]] int misused(const std::string& why, bool json, const Console& console);

/// A remark on `err`, unless the log level forbids it: "Note: …", "Warning: …", or a line of JSON
/// `{"level", "message"}` where that format was asked for.
void say(Level level, std::string_view text, const CommonOptions& common, const Console& console);
/// The same with Level::info.
void note(std::string_view text, const CommonOptions& common, const Console& console);

}  // namespace weighmaster::terminal
