#include <QTest>
#include <atomic>
#include <nlohmann/json.hpp>
#include <thread>

#include "base/file.h"
#include "net/curl_http.h"
#include "run_terminal.h"
#include "signature/bundle.h"
#include "support/http_door.h"
#include "support/local_server.h"
#include "support/needs.h"
#include "support/test_token.h"
#include "support/virtual_services.h"
#include "words/words.h"

using namespace weighmaster;
using namespace weighmaster::tests;
using base::Json;
namespace fs = std::filesystem;

namespace {

Json service(const std::string& url, int version = 1) {
  return {{"url", url},
          {"majorApiVersion", version},
          {"validFor", {{"start", "2026-01-01T00:00:00Z"}}},
          {"operator", "test"}};
}

/// Alice's token, which outlives the clock of this computer: it is asked too.
std::string long_token() {
  auto claims = alices_claims();
  claims["exp"] = at("2033-05-18T00:00:00Z").time_since_epoch().count() / 1000;
  return identity_token(claims);
}

/// A Sigstore behind a port of loopback, a model, and what the program needs to know.
class Scene {
 public:
  explicit Scene(int rekor_version = 1)
      : services(sigstore), door(std::make_unique<HttpDoor>(services)), version(rekor_version) {
    write_model(folder / "model", {{"config.json", "{}"}, {"weights.bin", "0123456789"}});
    write(folder / "token", long_token());
    write_config();
  }

  void write_config(const std::function<void(Json&)>& change = {}) const {
    Json signing{{"mediaType", "application/vnd.dev.sigstore.signingconfig.v0.2+json"},
                 {"caUrls", Json::array({service(door->url())})},
                 {"oidcUrls", Json::array({service(alices_issuer)})},
                 {"rekorTlogUrls", Json::array({service(door->url(), version)})},
                 {"rekorTlogConfig", {{"selector", "ANY"}}},
                 {"tsaUrls", Json::array({service(door->url(stamp_path))})},
                 {"tsaConfig", {{"selector", "ANY"}}}};
    if (change) change(signing);
    const Json config{{"mediaType", "application/vnd.dev.sigstore.clienttrustconfig.v0.1+json"},
                      {"trustedRoot", sigstore.trusted_root()},
                      {"signingConfig", signing}};
    write(folder / "config.json", config.dump());
    write(folder / "root.json", sigstore.trusted_root().dump());
    write(folder / "signing.json", signing.dump());
  }

  [[nodiscard]] std::string path(std::string_view name) const { return (folder / name).string(); }

  [[nodiscard]] std::vector<std::string> words_without_login(std::vector<std::string> more) const {
    std::vector<std::string> all{"sign",           path("model"),       "--signature", path("model.sig"),
                                 "--trust-config", path("config.json"), "--proxy",     "none"};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  [[nodiscard]] std::vector<std::string> words(std::vector<std::string> more = {"--yes"}) const {
    more.insert(more.begin(), {"--identity-token-file", path("token")});
    return words_without_login(std::move(more));
  }
  [[nodiscard]] Answer sign(std::vector<std::string> more = {"--yes"}) const {
    auto answer = run_terminal(words(std::move(more)));
    told += answer.out + answer.err;
    return answer;
  }
  [[nodiscard]] Answer verify(const std::string& identity = alice) const {
    return run_terminal({"verify", path("model"), "--signature", path("model.sig"), "--trust-config",
                         path("config.json"), "--identity", identity, "--identity-provider", alices_issuer});
  }
  [[nodiscard]] bool has_signed() const { return fs::exists(folder / "model.sig"); }

  TemporaryFolder folder;
  VirtualSigstore sigstore;
  VirtualServices services;
  std::unique_ptr<HttpDoor> door;
  int version;
  /// All that was ever said.
  mutable QString told;
};

}  // namespace

class tst_sign_sigstore : public QObject {
  Q_OBJECT

 private slots:
  void it_signs_and_others_verify_it_data() {
    QTest::addColumn<int>("version");
    QTest::newRow("Rekor 1") << 1;
    QTest::newRow("Rekor 2") << 2;
  }

  void it_signs_and_others_verify_it() {
    QFETCH(int, version);
    const Scene scene(version);
    const auto answer = scene.sign();
    QVERIFY2(answer.exit_code == 0, qPrintable(answer.err));
    QVERIFY(answer.out.contains("Signed by   alice@example.com\n"));
    QVERIFY(answer.out.contains("vouched by  https://issuer.example\n"));
    QVERIFY(answer.out.contains(
        version == 1 ? "Log entry   1005, https://rekor.test/api/v1/log/entries?logIndex=1005\n"
                     : "Log entry   5, https://rekor2.test\n"));
    QVERIFY(
        answer.out.contains("--identity alice@example.com --identity-provider https://issuer.example "
                            "--trust-config CONFIG\n"));
    QCOMPARE(scene.verify().exit_code, 0);
    QCOMPARE(scene.verify("bob@example.com").exit_code, 3);
    QVERIFY(!scene.told.contains(QString::fromStdString(long_token())));
  }

  void what_becomes_public_is_said_in_words_that_are_true() {
    const Scene one(1);
    const auto with_1 = one.sign().err;
    QVERIFY2(with_1.contains(
                 "This becomes public for ever, and nobody can take it back.\n"
                 "  - “ct.test” lists in public who you are, such as your e-mail address, who vouches "
                 "for it, and when you sign.\n"
                 "  - The log “127.0.0.1” shows everybody your identity, the signature, and digests of "
                 "the list of files.\n"
                 "This is sent besides.\n"
                 "  - The certificate authority “127.0.0.1” gets your identity token and a new public "
                 "key.\n"
                 "  - The timestamp authority “127.0.0.1” gets a digest of the signature.\n"
                 "  - The log “127.0.0.1” gets the model's name and the names and digests of all files; "
                 "it keeps only digests of them.\n"
                 "The files themselves and the signing key stay on this computer.\n"),
             qPrintable(with_1));
    const Scene two(2);
    const auto with_2 = two.sign().err;
    QVERIFY(with_2.contains("shows everybody your identity, the signature, and one digest."));
    QVERIFY(!with_2.contains("names and digests of all files"));
    // A token needs no provider.
    QVERIFY(!with_2.contains("learns that you log in"));
  }

  void nobody_who_can_be_asked_is_no_consent() {
    Scene scene;
    const auto answer = scene.sign({"--json"});
    QCOMPARE(answer.exit_code, 2);
    QCOMPARE(answer.json()["error"]["code"].get<std::string>(), std::string("signing.consent"));
    QVERIFY(answer.json()["error"]["published"].empty());
    QVERIFY(answer.err.contains("This becomes public for ever"));
    QVERIFY(scene.services.asked.empty());
    QVERIFY(!scene.has_signed());
  }

  void the_person_decides() {
    Scene scene;
    QString question;
    bool yes = false;
    const auto asked = [&] {
      return run_on_console(scene.words({}), [&](terminal::Console& console) {
        console.agrees = [&](const std::string& text, const std::stop_token&) -> base::Result<bool> {
          question = QString::fromStdString(text);
          return yes;
        };
      });
    };
    const auto refused = asked();
    QCOMPARE(refused.exit_code, 2);
    QCOMPARE(question, QString("Do you agree?"));
    QVERIFY(refused.err.endsWith(
        "weighmaster-cli: Nobody agreed to what would become public.\n"
        "Nothing became public. Agree to it, or sign with a key, where nothing becomes public.\n"));
    QVERIFY(scene.services.asked.empty());
    yes = true;
    QCOMPARE(asked().exit_code, 0);
    QVERIFY(scene.has_signed());
  }

  /// Somebody else on this computer saw the address of the login, and ended it in their own name.
  void a_stranger_s_login_is_not_certified() {
    NEEDS_PEER(provider_.runs(), "python3 is needed for the provider");
    Scene scene;
    QStringList questions;
    QStringList answers{"yes", "no"};
    const auto asked = sign_by_login(scene, {}, [&](const QString& question) {
      questions << question;
      return answers.takeFirst() == "yes";
    });
    QCOMPARE(asked.exit_code, 2);
    QCOMPARE(questions, (QStringList{"Do you agree?", "Logged in as “alice@example.com” (by “" + issuer() +
                                                          "”). Sign in this name?"}));
    QVERIFY2(
        asked.err.endsWith("Nobody agreed to what would become public (not in the name of "
                           "alice@example.com).\n"
                           "Nothing became public. Agree to it, or sign with a key, where nothing becomes "
                           "public.\n"),
        qPrintable(asked.err));
    QVERIFY(scene.services.asked.empty());
    QVERIFY(!scene.has_signed());
  }

  void who_logged_in_is_told_before_they_are_certified() {
    NEEDS_PEER(provider_.runs(), "python3 is needed for the provider");
    const auto told = "Note: Logged in as “alice@example.com” (by “" + issuer() + "”).\n";
    Scene scene;
    QStringList questions;
    const auto yes = [&](const QString& question) {
      questions << question;
      return true;
    };
    const auto agreed = sign_by_login(scene, {}, yes);
    QVERIFY2(agreed.exit_code == 0, qPrintable(agreed.err));
    QCOMPARE(questions.size(), 2);
    questions.clear();
    const auto beforehand = sign_by_login(scene, {"--yes", "--overwrite"}, yes);
    QVERIFY2(beforehand.exit_code == 0, qPrintable(beforehand.err));
    QVERIFY(questions.isEmpty());
    QVERIFY2(beforehand.err.contains(told), qPrintable(beforehand.err));
    // Whoever has a token knows whose it is: they are told and not asked.
    const Scene by_token;
    QVERIFY(by_token.sign().err.contains(
        "Note: Logged in as “alice@example.com” (by “https://issuer.example”).\n"));
  }

  void a_build_service_s_token_is_called_so() {
    const Scene scene;
    const auto answer = run_on_console(
        scene.words_without_login({"--use-ambient-credentials", "--yes"}), [](terminal::Console& console) {
          console.surroundings.variable = [](const char* name) -> std::optional<std::string> {
            if (std::string_view(name) != "SIGSTORE_ID_TOKEN") return std::nullopt;
            return long_token();
          };
        });
    QVERIFY2(answer.exit_code == 0, qPrintable(answer.err));
    QVERIFY2(
        answer.err.contains("  - The certificate authority “127.0.0.1” gets a new public key and an identity "
                            "token, which this build service or machine is asked for.\n"),
        qPrintable(answer.err));
    QVERIFY(!answer.err.contains("gets your identity token"));
  }

  void the_answer_as_json() {
    const Scene scene;
    const auto json = scene.sign({"--yes", "--json"}).json();
    QCOMPARE(json["exit_code"].get<int>(), 0);
    QCOMPARE(json["method"].get<std::string>(), std::string("sigstore"));
    QCOMPARE(json["signer"]["identity"]["name"].get<std::string>(), std::string(alice));
    QCOMPARE(json["log"][0]["index"].get<int>(), 1005);
    QCOMPARE(json["log"][0]["log"].get<std::string>(), std::string("https://rekor.test"));
    QCOMPARE(json["files"].get<int>(), 2);
  }

  void lists_of_digests_are_signed_too() {
    const Scene scene;
    const auto list = scene.path("digests.json");
    QCOMPARE(run_terminal({"digest", scene.path("model"), "--output", list}).exit_code, 0);
    QCOMPARE(scene.sign({"--yes", "--digests", list}).exit_code, 0);
    QCOMPARE(scene.verify().exit_code, 0);
  }

  void a_root_and_a_signing_config_can_be_given_apart() {
    const Scene scene;
    const std::vector<std::string> words{"sign",
                                         scene.path("model"),
                                         "--signature",
                                         scene.path("model.sig"),
                                         "--trusted-root",
                                         scene.path("root.json"),
                                         "--identity-token-file",
                                         scene.path("token"),
                                         "--proxy",
                                         "none",
                                         "--yes",
                                         "--json"};
    const auto without = run_terminal(words).json();
    QCOMPARE(without["error"]["code"].get<std::string>(), std::string("services.none"));
    auto with = words;
    with.insert(with.end(), {"--signing-config", scene.path("signing.json")});
    QCOMPARE(run_terminal(with).exit_code, 0);
  }

  void services_that_cannot_be_used_are_told_first_data() {
    QTest::addColumn<QString>("member");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QString>("code");
    QTest::newRow("none") << "rekorTlogUrls" << QByteArray("[]") << "services.none";
    QTest::newRow("too few") << "rekorTlogConfig" << QByteArray(R"({"selector":"EXACT","count":2})")
                             << "services.too_few";
    QTest::newRow("undefined") << "tsaConfig" << QByteArray(R"({"selector":"SOME"})") << "services.malformed";
    const auto plain_http = Json::array({service("http://ca.elsewhere.test")});
    QTest::newRow("not to be asked") << "caUrls" << QByteArray::fromStdString(plain_http.dump())
                                     << "net.address";
  }

  void services_that_cannot_be_used_are_told_first() {
    QFETCH(QString, member);
    QFETCH(QByteArray, value);
    QFETCH(QString, code);
    Scene scene;
    scene.write_config([&](Json& signing) { signing[member.toStdString()] = Json::parse(value); });
    const auto answer = scene.sign({"--yes", "--json"});
    QCOMPARE(answer.exit_code, 5);
    QCOMPARE(QString::fromStdString(answer.json()["error"]["code"].get<std::string>()), code);
    QVERIFY(!answer.err.contains("becomes public"));
    QVERIFY(scene.services.asked.empty());
  }

  /// Over real http: each service failing in each way.
  void a_service_that_fails_is_named_and_nothing_is_written_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("how");
    QTest::addColumn<QStringList>("said");
    const QString authority = "This is the certificate authority, which ties your identity to the signature.";
    const QString stamper = "This is the timestamp authority, which says when you signed.";
    const QString log = "This is the public log of signatures.";
    const QString nothing = "Nothing was published.";
    const QString certificate =
        "A certificate of “127.0.0.1” with your identity is public for ever, in a log of certificates.";
    const auto row = [](const char* name, const char* path, const char* how, const QStringList& said) {
      QTest::newRow(name) << QString(path) << QString(how) << said;
    };
    row("authority refuses", certificate_path, "403",
        {"“127.0.0.1” refused the request (HTTP 403: {\"message\":\"no\"}).", authority, nothing});
    row("authority writes garbage", certificate_path, "garbage",
        {"The answer of “127.0.0.1” cannot be understood (json.malformed", authority,
         "Whether “127.0.0.1” made a certificate"});
    row("authority writes half", certificate_path, "half",
        {"The answer of “127.0.0.1” cannot be understood", authority,
         "Whether “127.0.0.1” made a certificate"});
    row("stamper refuses", stamp_path, "400", {"refused the request (HTTP 400", stamper, certificate});
    row("stamper writes garbage", stamp_path, "garbage", {"(timestamp.malformed", stamper, certificate});
    row("log refuses", rekor_path, "422", {"refused the request (HTTP 422", log, certificate});
    row("log is broken", rekor_path, "500",
        {"refused the request (HTTP 500", log, certificate,
         "Whether “127.0.0.1” made an entry about this signature"});
    row("log writes garbage", rekor_path, "garbage",
        {"(json.malformed", log, certificate, "Whether “127.0.0.1” made an entry about this signature"});
    row("log writes half", rekor_path, "half",
        {"cannot be understood", log, certificate, "Whether “127.0.0.1” made an entry about this signature"});
  }

  void a_service_that_fails_is_named_and_nothing_is_written() {
    QFETCH(QString, path);
    QFETCH(QString, how);
    QFETCH(QStringList, said);
    Scene scene;
    const auto place = path.toStdString();
    if (how == "garbage") scene.services.instead[place] = answers_with(200, "\x01\x02<html>");
    if (how.toInt() > 0) scene.services.instead[place] = answers_with(how.toInt(), R"({"message":"no"})");
    if (how == "half") {
      scene.services.instead[place] = answers_with(200, "{}");
      scene.door->mischief[place] = [](httplib::Response& response) {
        response.set_content_provider(1000, "application/json",
                                      [](std::size_t, std::size_t, httplib::DataSink& sink) {
                                        sink.write("{\"half", 6);
                                        return false;
                                      });
      };
    }
    const auto answer = scene.sign();
    QCOMPARE(answer.exit_code, 5);
    for (const auto& part : said) QVERIFY2(answer.err.contains(part), qPrintable(part + "\n" + answer.err));
    QVERIFY(!scene.has_signed());
    QVERIFY(answer.out.isEmpty());
    QVERIFY(!scene.told.contains(QString::fromStdString(long_token())));
  }

  void a_service_that_is_down_is_told() {
    Scene scene;
    const auto gone = [] {
      VirtualSigstore sigstore;
      VirtualServices services(sigstore);
      return HttpDoor(services).url();  // its port is free again
    }();
    scene.write_config([&](Json& signing) { signing["rekorTlogUrls"] = Json::array({service(gone, 1)}); });
    const auto answer = scene.sign({"--yes", "--json"}).json();
    QCOMPARE(answer["error"]["code"].get<std::string>(), std::string("net.unreachable"));
    QCOMPARE(answer["error"]["published"].size(), 1U);
    QCOMPARE(answer["error"]["published"][0]["by"].get<std::string>(), std::string("certificate_authority"));
    QVERIFY(answer["error"]["published"][0]["certain"].get<bool>());
    QVERIFY(!scene.has_signed());
  }

  void a_service_that_hangs_ends_with_the_time_that_was_given() {
    Scene scene;
    std::atomic<bool> end = false;
    scene.services.instead[rekor_path] = [&](const net::Request&, net::Answer answer) {
      while (!end) std::this_thread::sleep_for(std::chrono::milliseconds(10));
      return base::Result<net::Answer>(std::move(answer));
    };
    const auto answer = scene.sign({"--yes", "--timeout", "2s"});
    end = true;
    QCOMPARE(answer.exit_code, 130);
    QVERIFY2(answer.err.contains("Whether “127.0.0.1” made an entry about this signature"),
             qPrintable(answer.err));
    QVERIFY(!scene.has_signed());
  }

  void a_certificate_for_another_key_is_not_used() {
    Scene scene;
    scene.services.instead[certificate_path] = [&](const net::Request&, const net::Answer&) {
      const auto other = scene.sigstore.issue();
      const auto chain = Json::array({other.certificate.pem()});
      return base::Result<net::Answer>(answer_of(
          200, Json{{"signedCertificateEmbeddedSct", {{"chain", {{"certificates", chain}}}}}}.dump()));
    };
    const auto answer = scene.sign();
    QCOMPARE(answer.exit_code, 5);
    QVERIFY(answer.err.contains("The authority “127.0.0.1” certified another key than ours."));
    QCOMPARE(scene.services.asked.size(), 1U);
    QVERIFY(!scene.has_signed());
  }

  void an_entry_of_another_signature_is_not_used() {
    Scene scene;
    Scene other;
    QCOMPARE(other.sign().exit_code, 0);
    const auto foreign = other.services.send(other.services.asked.back(), {});
    const auto known = foreign->headers.front().value;
    const auto entry = other.services.send(net::get("http://x" + known), {});
    scene.services.instead[rekor_path] = answers_with(201, std::string(as_text(entry->body)));
    const auto answer = scene.sign();
    QCOMPARE(answer.exit_code, 5);
    QVERIFY2(answer.err.contains("The log entry speaks of another signature."), qPrintable(answer.err));
    QVERIFY(!scene.has_signed());
  }

  /// What was logged is not lost because a file can't be written.
  void a_signature_that_cannot_be_written_is_kept_elsewhere() {
    Scene scene;
    const auto elsewhere = scene.folder / "tmp";
    fs::create_directories(elsewhere);
    const auto before = qgetenv("TMPDIR");
    qputenv("TMPDIR", QByteArray::fromStdString(elsewhere.string()));
    scene.services.instead[rekor_path] = [&](const net::Request&, net::Answer answer) {
      write(scene.folder / "model.sig", "somebody else was here");
      return base::Result<net::Answer>(std::move(answer));
    };
    const auto answer = scene.sign();
    before.isNull() ? qunsetenv("TMPDIR") : qputenv("TMPDIR", before);
    QCOMPARE(answer.exit_code, 5);
    const base::Error published{base::Code::signing_published, "127.0.0.1", "entry 1005"};
    QVERIFY(answer.err.contains(QString::fromStdString(words::fill(words::what_is_so(published)))));
    QVERIFY2(answer.err.contains("the signature is whole, and kept as"), qPrintable(answer.err));
    QCOMPARE(as_text(read(scene.folder / "model.sig")), std::string_view("somebody else was here"));
    const fs::directory_iterator kept(elsewhere);
    QCOMPARE(std::distance(fs::begin(kept), fs::end(kept)), 1);
    const auto bundle = signature::Bundle::parse(read(fs::directory_iterator(elsewhere)->path()));
    QVERIFY(bundle && bundle->method() == signature::Method::sigstore);
  }

  /// The certificate and the timestamp are kept while the person waits for the log.
  void a_person_can_wait_for_a_service() {
    Scene scene;
    scene.services.instead[rekor_path] = answers_with(400, "not now");
    QStringList questions;
    const auto answer = run_on_console(scene.words({}), [&](terminal::Console& console) {
      console.agrees = [&](const std::string& text, const std::stop_token&) -> base::Result<bool> {
        questions << QString::fromStdString(text);
        if (questions.size() == 3) scene.services.instead.clear();
        return true;
      };
    });
    QCOMPARE(answer.exit_code, 0);
    QCOMPARE(questions, (QStringList{"Do you agree?", "Ask it once more?", "Ask it once more?"}));
    QVERIFY(
        answer.err.contains("“127.0.0.1” refused the request (HTTP 400: not now).\n"
                            "This is the public log of signatures.\n"));
    // It had made the entry at the first time, and is asked for it by name.
    auto paths = scene.services.paths();
    QVERIFY(paths.back().starts_with(std::string(rekor_path) + "/"));
    paths.pop_back();
    QCOMPARE(paths,
             (std::vector<std::string>{certificate_path, stamp_path, rekor_path, rekor_path, rekor_path}));
    QCOMPARE(scene.verify().exit_code, 0);
  }

  void a_signature_that_is_there_is_not_replaced() {
    Scene scene;
    QCOMPARE(scene.sign().exit_code, 0);
    const auto asked = scene.services.asked.size();
    const auto again = scene.sign();
    QCOMPARE(again.exit_code, 5);
    QCOMPARE(scene.services.asked.size(), asked);
    QVERIFY(!again.err.contains("becomes public"));
    QCOMPARE(scene.sign({"--yes", "--overwrite"}).exit_code, 0);
  }

  void a_person_sees_each_service() {
    Scene scene;
    const auto answer =
        run_on_console(scene.words(), [](terminal::Console& console) { console.progress = true; });
    QCOMPARE(answer.exit_code, 0);
    const QStringList lines{"“127.0.0.1” gave a certificate.", "“127.0.0.1” stamped the time.",
                            "Asking “127.0.0.1” to log the signature.",
                            "“127.0.0.1” logged the signature as entry 1005."};
    for (const auto& line : lines) QVERIFY2(answer.err.contains(line + "\n"), qPrintable(line));
    QVERIFY2(!answer.err.contains("Logging in"), "the token was there");
  }

 private:
  [[nodiscard]] QString issuer() const { return QString::fromStdString(provider_.url("/good")); }

  /// At a provider, by a browser that is logged in there as alice.
  Answer sign_by_login(Scene& scene, std::vector<std::string> more,
                       const std::function<bool(const QString&)>& agrees) const {
    scene.services.leaf = fulcio_leaf(alice, provider_.url("/good"));
    more.insert(more.end(), {"--oidc-issuer", provider_.url("/good")});
    std::thread browser;
    const auto answer = run_on_console(scene.words_without_login(more), [&](terminal::Console& console) {
      console.open_browser = [&](const std::string& url) -> base::Result<void> {
        browser = std::thread([url] {
          net::CurlHttp http;
          const auto sent = http.send(net::get(url), {});
          if (sent)
            static_cast<void>(http.send(net::get(std::string(sent->header("location").value_or(""))), {}));
        });
        return {};
      };
      console.agrees = [&](const std::string& question, const std::stop_token&) -> base::Result<bool> {
        return agrees(QString::fromStdString(question));
      };
    });
    if (browser.joinable()) browser.join();
    return answer;
  }

  LocalServer provider_{{}, "provider.py"};
};

QTEST_GUILESS_MAIN(tst_sign_sigstore)
#include "tst_sign_sigstore.moc"
