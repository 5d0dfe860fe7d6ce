#include "answer.h"

#include <array>
#include <nlohmann/json.hpp>
#include <ostream>

#include "base/text.h"
#include "verdict/report_json.h"
#include "words/services.h"
#include "words/words.h"

namespace weighmaster::terminal {
namespace {

/// What to do, with the option that does it here.
std::string advice(base::Code code) {
  switch (code) {
    case base::Code::file_exists:
      return "Choose another name, or let --overwrite replace it.";
    case base::Code::key_password_missing:
      return "Give its password at the prompt, by --password-file, or in WEIGHMASTER_KEY_PASSWORD.";
    case base::Code::token_pin_missing:
      return "Give its PIN at the prompt, by pin-source or --pin-file, or in PKCS11_PIN.";
    default:
      break;
  }
  return words::fill(words::what_to_do(code));
}

int exit_code_of(base::Code code) {
  if (code == base::Code::signing_consent) return exit_usage;
  return code == base::Code::task_cancelled ? exit_cancelled : exit_undetermined;
}

base::Json json(const trust::Publication& publication) {
  return {{"by", trust::name(publication.role)},
          {"host", publication.host},
          {"index", publication.log_index ? base::Json(*publication.log_index) : base::Json()},
          {"certain", !publication.uncertain}};
}

}  // namespace

void write_json(std::ostream& out, const base::Json& object) {
  // In ASCII: no control or direction mark from outside reaches a terminal or a log.
  out << object.dump(2, ' ', true, base::Json::error_handler_t::replace) << '\n';
}

base::Json error_json(const base::Error& error, std::string_view what, std::string_view todo, int exit_code) {
  return {{"schema", verdict::report_schema_version},
          {"exit_code", exit_code},
          {"error",
           {{"code", base::name(error.code)},
            {"subject", error.subject},
            {"detail", error.detail},
            {"what", what},
            {"todo", todo}}}};
}

std::string why_not_signed(const base::Error& error, const trust::Journal& journal) {
  std::string lines;
  for (const auto& sentence : words::why_not_signed(error, journal))
    lines += (lines.empty() ? "" : "\n") + words::fill(sentence);
  return lines;
}

int give_up(const base::Error& error, const CommonOptions& common, const Console& console,
            const trust::Journal* journal) {
  const int exit_code = exit_code_of(error.code);
  const auto what =
      journal != nullptr ? why_not_signed(error, *journal) : words::fill(words::what_is_so(error));
  const auto todo = advice(error.code);
  if (!common.json) {
    say(Level::error, todo.empty() ? what : what + "\n" + todo, common, console);
    return exit_code;
  }
  auto object = error_json(error, what, todo, exit_code);
  if (journal != nullptr) {
    auto& published = object["error"]["published"] = base::Json::array();
    for (const auto& each : journal->published(error.code)) published.push_back(json(each));
  }
  write_json(console.out, object);
  return exit_code;
}

int misused(const std::string& why, bool json, const Console& console) {
  const auto message = base::visible(why);
  if (json) {
    write_json(console.out, {{"schema", verdict::report_schema_version},
                             {"exit_code", exit_usage},
                             {"error", {{"code", "usage"}, {"what", message}}}});
  } else {
    console.err << "weighmaster-cli: " << message << "\nTry weighmaster-cli --help.\n";
  }
  return exit_usage;
}

void say(Level level, std::string_view text, const CommonOptions& common, const Console& console) {
  if (!common.says(level)) return;
  static constexpr std::array<std::string_view, 4> names{"debug", "info", "warning", "error"};
  static constexpr std::array<std::string_view, 4> heads{"", "Note: ", "Warning: ", "weighmaster-cli: "};
  const auto place = static_cast<std::size_t>(level);
  if (common.log_format == "json") {
    const base::Json line{{"level", names.at(place)}, {"message", text}};
    console.err << line.dump(-1, ' ', true, base::Json::error_handler_t::replace) << '\n';
  } else {
    console.err << heads.at(place) << text << '\n';
  }
}

void note(std::string_view text, const CommonOptions& common, const Console& console) {
  say(Level::info, text, common, console);
}

bool CommonOptions::says(Level level) const {
  if (log_level == "debug") return true;
  if (log_level == "info") return level >= Level::info;
  if (log_level == "warning" || log_level == "warn") return level >= Level::warning;
  return level == Level::error;
}

}  // namespace weighmaster::terminal
