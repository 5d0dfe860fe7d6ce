#pragma once

#include <QString>
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

/// Runs the terminal program. Nobody looks on: no colour, no progress.
inline Answer run_terminal(const std::vector<std::string>& arguments, std::stop_token stop = {},
                           bool a_person_looks_on = false, const std::string& typed = {},
                           const std::optional<std::filesystem::path>& trust_folder = {}) {
  std::istringstream in(typed);
  std::ostringstream out;
  std::ostringstream err;
  const terminal::Console console{in,
                                  out,
                                  err,
                                  a_person_looks_on,
                                  a_person_looks_on,
                                  std::move(stop),
                                  base::parse_rfc3339("2026-06-01T12:00:00Z").value(),
                                  trust_folder};
  Answer answer;
  answer.exit_code = terminal::run(arguments, console);
  answer.out = QString::fromStdString(out.str());
  answer.err = QString::fromStdString(err.str());
  return answer;
}

/// The same with a person who answers questions for secrets.
inline Answer run_terminal(const std::vector<std::string>& arguments,
                           std::function<base::Result<crypto::Secret>(const std::string&)> ask) {
  std::istringstream in;
  std::ostringstream out;
  std::ostringstream err;
  terminal::Console console{in, out, err};
  console.now = base::parse_rfc3339("2026-06-01T12:00:00Z").value();
  console.ask = std::move(ask);
  Answer answer;
  answer.exit_code = terminal::run(arguments, console);
  answer.out = QString::fromStdString(out.str());
  answer.err = QString::fromStdString(err.str());
  return answer;
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
