#include "stack/stack.h"

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

#include "support/places.h"

namespace weighmaster::tests {

namespace fs = std::filesystem;

namespace {

std::string variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::string() : value;
}

QString text(const std::string& bytes) {
  return QString::fromStdString(bytes);
}

void send(const std::string& service, int signal) {
  std::ifstream stream(Stack::file("pids/" + service));
  pid_t process = 0;
  if (!(stream >> process) || kill(process, signal) != 0) qFatal("no service %s", service.c_str());
}

}  // namespace

void start(QProcess& process, const fs::path& program, const Words& words, const Words& set) {
  QStringList list;
  for (const auto& word : words) list << text(word);
  auto environment = QProcessEnvironment::systemEnvironment();
  for (const auto& one : set) {
    const auto equals = one.find('=');
    environment.insert(text(one.substr(0, equals)), text(one.substr(equals + 1)));
  }
  process.setProcessEnvironment(environment);
  process.setStandardInputFile(QProcess::nullDevice());
  process.start(text(program.string()), list);
}

Ran finish(QProcess& process) {
  const bool has_ended =
      process.state() == QProcess::NotRunning && process.error() != QProcess::FailedToStart;
  if (!has_ended && !process.waitForFinished(60'000)) return {-1, {}, process.errorString()};
  const int exit_code = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
  const auto out = QString::fromUtf8(process.readAllStandardOutput());
  return {exit_code, out, out + QString::fromUtf8(process.readAllStandardError())};
}

Ran run_program(const fs::path& program, const Words& words, const Words& set) {
  QProcess process;
  start(process, program, words, set);
  return finish(process);
}

base::Json Ran::json() const {
  const auto bytes = out.toStdString();
  auto parsed = base::parse_json(as_bytes(bytes), "the answer");
  if (!parsed) qFatal("no JSON: %s", qPrintable(output));
  return *parsed;
}

bool Stack::is_there() {
  return !variable("WEIGHMASTER_STACK").empty();
}

fs::path Stack::file(const std::string& name) {
  return fs::path(variable("WEIGHMASTER_STACK")) / name;
}

fs::path Stack::script(const std::string& name) {
  return source_dir() / "tests" / "stack" / name;
}

std::string Stack::address(const std::string& service) {
  return "http://127.0.0.1:" + variable(service + "_PORT");
}

void Stack::end(const std::string& service) {
  send(service, SIGKILL);
}

void Stack::freeze(const std::string& service) {
  send(service, SIGSTOP);
}

void Stack::thaw(const std::string& service) {
  send(service, SIGCONT);
}

Ran Stack::ours(const Words& words, const Words& set) {
  return run_program(WEIGHMASTER_CLI, words, set);
}

Ran Stack::peer(const std::string& name, const Words& words, const Words& set) {
  return run_program(fs::path(variable("PEERS")) / name, words, set);
}

Ran Stack::cosign(const Words& words, const Words& set) {
  return run_program(fs::path(variable("WEIGHMASTER_STACK_BIN")) / "cosign", words, set);
}

Words Stack::browser(const std::string& person, const std::string& with, const fs::path& log) {
  return {"PATH=" + script("browser").string() + ':' + variable("PATH"), "LOGIN_USER=" + person,
          "LOGIN_WITH=" + with, "LOGIN_LOG=" + log.string(), "HOME=" + file("home").string()};
}

std::string Stack::identity_token(const std::string& person) {
  const auto ran =
      run_program(script("browser/identity_token.py"), {address("OIDC")}, {"LOGIN_USER=" + person});
  return ran.output.trimmed().toStdString();
}

Words sign_words(const fs::path& model, const fs::path& signature, const std::string& config,
                 const Words& more) {
  Words words{"sign",
              "sigstore",
              model.string(),
              "--signature",
              signature.string(),
              "--trust_config",
              Stack::file("trust/" + config + ".json").string(),
              "--yes"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

Words verify_words(const fs::path& model, const fs::path& signature, const std::string& config,
                   const Expected& expected) {
  return {"verify",
          "sigstore",
          "--trust_config",
          Stack::file("trust/" + config + ".json").string(),
          "--signature",
          signature.string(),
          "--identity",
          expected.identity,
          "--identity_provider",
          expected.issuer,
          model.string()};
}

std::vector<Judgement> judgements(const fs::path& model, const fs::path& signature, const std::string& config,
                                  const Expected& expected) {
  const auto words = verify_words(model, signature, config, expected);
  const auto root = Stack::file("trust/trusted_root.json").string();
  Words cosign{"verify-blob-attestation",
               "--trusted-root",
               root,
               "--bundle",
               signature.string(),
               "--certificate-identity",
               expected.identity,
               "--certificate-oidc-issuer",
               expected.issuer,
               "--type",
               "https://model_signing/signature/v1.0",
               "--check-claims=false"};
  // Where no authority stamped it, cosign takes the log's own time.
  if (config != "rekor1-only") cosign.emplace_back("--use-signed-timestamps");
  return {{"Weighmaster", Stack::ours(words)},
          {"the reference", Stack::peer("model_signing", words)},
          {"sigstore", Stack::peer("python", {Stack::script("sigstore_verify.py").string(), root,
                                              signature.string(), expected.identity, expected.issuer})},
          {"cosign", Stack::cosign(cosign)}};
}

void everybody_accepts(const fs::path& model, const fs::path& signature, const std::string& config,
                       const Expected& expected) {
  for (const auto& [by, ran] : judgements(model, signature, config, expected))
    QVERIFY2(ran.exit_code == 0, qPrintable(by + (": " + ran.output)));
}

void everybody_refuses(const fs::path& model, const fs::path& signature, const std::string& config,
                       const Expected& expected) {
  for (const auto& [by, ran] : judgements(model, signature, config, expected))
    QVERIFY2(ran.exit_code != 0, qPrintable(by + (": " + ran.output)));
}

void everybody_knows_who_signed(const fs::path& model, const fs::path& signature, const std::string& config,
                                const Expected& right) {
  everybody_accepts(model, signature, config, right);
  everybody_refuses(model, signature, config, {"mallory@example.com", right.issuer});
  everybody_refuses(model, signature, config, {right.identity, "https://accounts.google.com"});
}

}  // namespace weighmaster::tests
