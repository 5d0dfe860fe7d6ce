#pragma once

#include <QProcess>
#include <QTest>
#include <filesystem>
#include <string>
#include <vector>

#include "base/json.h"
#include "support/needs.h"

/// The Sigstore that run.sh has started for this test program, and the programs that use it: ours, as it is
/// built, and the peers.
namespace weighmaster::tests {

struct Ran {
  int exit_code = -1;
  QString out;
  /// Standard output, then standard error.
  QString output;

  /// Of a program that answers with JSON. Ends the test program where it does not.
  [[nodiscard]] base::Json json() const;
};

using Words = std::vector<std::string>;

/// The two halves of run_program, for a test that has something to do between them.
void start(QProcess& process, const std::filesystem::path& program, const Words& words, const Words& set);
[[nodiscard]] Ran finish(QProcess& process);
/// Runs a program to its end, 60 s at most, with these variables set besides: "NAME=value".
[[nodiscard]] Ran run_program(const std::filesystem::path& program, const Words& words,
                              const Words& set = {});

class Stack {
 public:
  /// Whether the program runs beside a stack; else it was not started by run.sh.
  [[nodiscard]] static bool is_there();
  /// A file of the stack: "trust/rekor2.json".
  [[nodiscard]] static std::filesystem::path file(const std::string& name);
  /// A file of tests/stack: "browser/login.py".
  [[nodiscard]] static std::filesystem::path script(const std::string& name);
  /// "http://127.0.0.1:PORT" of a service, as ports.sh names it: "OIDC".
  [[nodiscard]] static std::string address(const std::string& service);
  /// Ends a service, by its name in pids/, at once: nobody answers there any more.
  static void end(const std::string& service);
  /// Holds it still: it takes connections, and answers nothing.
  static void freeze(const std::string& service);
  /// Lets it go on.
  static void thaw(const std::string& service);

  [[nodiscard]] static Ran ours(const Words& words, const Words& set = {});
  /// model_signing, sigstore or python, of the environment with the peers.
  [[nodiscard]] static Ran peer(const std::string& name, const Words& words, const Words& set = {});
  [[nodiscard]] static Ran cosign(const Words& words, const Words& set = {});

  /// Variables with which a program that opens a browser gets one that logs in as `person`: "login.py"
  /// without a window, or "login.mjs", which is Chromium. What it says goes to `log`.
  [[nodiscard]] static Words browser(const std::string& person = "alice",
                                     const std::string& with = "login.py",
                                     const std::filesystem::path& log = "/dev/null");
  /// A token of that person from the provider.
  [[nodiscard]] static std::string identity_token(const std::string& person = "alice");
};

/// Words of ours to sign by a login, with the services of a trust config of the stack.
[[nodiscard]] Words sign_words(const std::filesystem::path& model, const std::filesystem::path& signature,
                               const std::string& config, const Words& more = {});

/// Whom a verifier is told to expect.
struct Expected {
  std::string identity = "alice@example.com";
  std::string issuer = Stack::address("OIDC");
};

/// Model and signature as everybody judges them. A verifier says yes with exit code 0.
struct Judgement {
  const char* by;
  Ran ran;
};
/// `config` names a client trust config of the stack: "rekor2". The last two, sigstore and cosign, look at
/// the signature alone, not at the model.
[[nodiscard]] std::vector<Judgement> judgements(const std::filesystem::path& model,
                                                const std::filesystem::path& signature,
                                                const std::string& config, const Expected& expected = {});
/// Fails the test where one of them judges otherwise.
void everybody_accepts(const std::filesystem::path& model, const std::filesystem::path& signature,
                       const std::string& config, const Expected& expected = {});
void everybody_refuses(const std::filesystem::path& model, const std::filesystem::path& signature,
                       const std::string& config, const Expected& expected);
/// Everybody accepts it by whom it is, and refuses it by another identity or another issuer.
void everybody_knows_who_signed(const std::filesystem::path& model, const std::filesystem::path& signature,
                                const std::string& config, const Expected& right = {});

/// Words of ours and of the reference to verify a keyless signature by a trust config of the stack.
[[nodiscard]] Words verify_words(const std::filesystem::path& model, const std::filesystem::path& signature,
                                 const std::string& config, const Expected& expected = {});

}  // namespace weighmaster::tests

/// At the start of each test program here.
#define NEEDS_STACK() \
  NEEDS_PEER(weighmaster::tests::Stack::is_there(), "run by tests/stack/run.sh only (ctest does it)")
