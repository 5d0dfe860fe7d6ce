#pragma once

#include <QString>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "base/json.h"
#include "console.h"
#include "support/places.h"
#include "support/test_bundle.h"
#include "support/test_key.h"

namespace weighmaster::tests {

struct Answer {
  int exit_code = -1;
  QString out;
  QString err;

  [[nodiscard]] base::Json json() const {
    const auto text = out.toUtf8();
    auto parsed = base::parse_json(
        as_bytes(std::string_view(text.constData(), static_cast<std::size_t>(text.size()))), "the answer");
    return parsed ? *parsed : base::Json();
  }
};

/// Runs the terminal program on a console that `set_up` has made what the test needs.
inline Answer run_on_console(const std::vector<std::string>& arguments,
                             const std::function<void(terminal::Console&)>& set_up,
                             const std::string& typed = {}) {
  std::istringstream in(typed);
  std::ostringstream out;
  std::ostringstream err;
  terminal::Console console{in, out, err};
  console.now = base::parse_rfc3339("2026-06-01T12:00:00Z").value();
  set_up(console);
  Answer answer;
  answer.exit_code = terminal::run(arguments, console);
  answer.out = QString::fromStdString(out.str());
  answer.err = QString::fromStdString(err.str());
  return answer;
}

/// Runs the terminal program. Nobody looks on: no colour, no progress.
inline Answer run_terminal(const std::vector<std::string>& arguments, const std::stop_token& stop = {},
                           bool a_person_looks_on = false, const std::string& typed = {},
                           const std::optional<std::filesystem::path>& trust_folder = {}) {
  return run_on_console(
      arguments,
      [&](terminal::Console& console) {
        console.colour = a_person_looks_on;
        console.progress = a_person_looks_on;
        console.stop = stop;
        console.trust_folder = trust_folder;
      },
      typed);
}

/// The same with a person who answers questions for secrets.
inline Answer run_terminal(const std::vector<std::string>& arguments,
                           const std::function<base::Result<crypto::Secret>(const std::string&)>& ask) {
  return run_on_console(arguments, [&](terminal::Console& console) {
    console.ask = [&ask](const std::string& question, const std::stop_token&) { return ask(question); };
  });
}

/// The same a day from now: by then all files have settled.
inline Answer run_a_day_later(const std::vector<std::string>& arguments) {
  return run_on_console(
      arguments, [](terminal::Console& console) { console.now = base::now() + std::chrono::hours(24); });
}

/// A model signed with a key, in a folder of its own: `model/`, `model.sig`, `key.pub`.
class SignedModel {
 public:
  explicit SignedModel(ModelFiles files = {{"config.json", "{}"}, {"weights.safetensors", "0123456789"}})
      : key_(TestKey::generate()) {
    write_model(folder_ / "model", files);
    write(folder_ / "model.sig", key_bundle(key_, oms_statement(files)).dump());
    write(folder_ / "key.pub", key_.public_pem());
  }

  [[nodiscard]] std::string path(std::string_view name) const { return (folder_ / name).string(); }
  [[nodiscard]] const TestKey& key() const { return key_; }
  /// "verify key MODEL --signature … --public-key …", and more.
  [[nodiscard]] std::vector<std::string> verify(std::vector<std::string> more = {}) const {
    std::vector<std::string> words{"verify",          "key",          path("model"),  "--signature",
                                   path("model.sig"), "--public-key", path("key.pub")};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }

 private:
  TemporaryFolder folder_;
  TestKey key_;
};

}  // namespace weighmaster::tests
