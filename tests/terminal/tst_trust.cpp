#include <QProcess>
#include <QStandardPaths>
#include <QTest>

#include "run_terminal.h"
#include "support/local_server.h"
#include "support/virtual_sigstore.h"

using namespace weighmaster;
using namespace weighmaster::tests;

namespace {

QString text(const std::filesystem::path& path) {
  return QString::fromStdString(path.string());
}

}  // namespace

class TestTrust : public QObject {
  Q_OBJECT

  /// The answer of the program, whose trust is in this folder.
  Answer run(const std::vector<std::string>& words) const {
    return run_terminal(words, {}, false, {}, folder_ / "trust");
  }
  base::Json json(std::vector<std::string> words) const {
    words.emplace_back("--json");
    return run(words).json();
  }
  [[nodiscard]] std::string source() const {
    return json({"trust", "show"})["trust"]["source"].get<std::string>();
  }

  TemporaryFolder folder_;
  std::filesystem::path sample_;

 private slots:
  void init() { std::filesystem::remove_all(folder_ / "trust"); }

  void what_is_shipped_is_shown() {
    const auto shown = run({"trust", "show"});
    QCOMPARE(shown.exit_code, 0);
    for (const char* part : {"shipped with the program", "https://rekor.sigstore.dev",
                             "https://fulcio.sigstore.dev", "Timestamp authorities", "of 2026-"}) {
      QVERIFY2(shown.out.contains(part), qPrintable(shown.out));
    }
    const auto trust = json({"trust", "show"})["trust"];
    QVERIFY(!trust["logs"].empty());
    QVERIFY(!trust["certificate_authorities"].empty());
    QVERIFY(trust["digest"].get<std::string>().starts_with("sha256:"));
    QVERIFY(json({"trust", "show", "--use-staging"})["trust"]["digest"] != trust["digest"]);
    QVERIFY(!std::filesystem::exists(folder_ / "trust"));
  }

  void offline_makes_no_connection() {
    const auto answer = run({"trust", "update", "--offline"});
    QCOMPARE(answer.exit_code, 5);
    QVERIFY2(answer.err.contains("no connection is to be made"), qPrintable(answer.err));
    QCOMPARE(
        QString::fromStdString(json({"trust", "update", "--offline"})["error"]["code"].get<std::string>()),
        QString("net.offline"));
  }

  void another_instance_is_updated_and_used() {
    if (!shared_dir()) QSKIP(no_shared);
    const auto stack = *shared_dir() / "stack" / "sample";
    LocalServer server({"--folder", text(stack / "tuf")});
    const auto url = server.url("/files");
    const auto updated =
        run({"trust", "update", "--tuf-url", url, "--tuf-root", (stack / "tuf" / "1.root.json").string()});
    QVERIFY2(updated.exit_code == 0, qPrintable(updated.err));
    QVERIFY(updated.out.contains("Updated and verified."));
    QVERIFY(server.requests().contains("GET /files/2.root.json"));

    const auto trust = json({"trust", "show"})["trust"];
    QCOMPARE(QString::fromStdString(trust["source"].get<std::string>()),
             QString("127.0.0.1, updated over the network"));
    QCOMPARE(trust["version"].get<int>(), 2);
    QCOMPARE(trust["updated_at"].get<std::string>(), "2026-06-01T12:00:00Z");
    QCOMPARE(trust["digest"].get<std::string>(),
             "sha256:" + crypto::digest(crypto::DigestAlgorithm::sha256,
                                        read(stack / "tuf" / "targets" / "trusted_root.json"))
                             .hex());

    // Verifying uses it, with nothing else given, and asks nobody.
    const auto report =
        json({"verify", (stack / "model").string(), "--signature", (stack / "model.sig").string(),
              "--identity", "alice@example.com", "--identity-provider", "http://127.0.0.1:9001"});
    for (const char* member : {"source", "version", "updated_at", "digest"})
      QVERIFY2(report["trust"][member] == trust[member], member);
    QVERIFY(server.requests().isEmpty());

    QCOMPARE(run({"trust", "update"}).exit_code, 0);
    QVERIFY(server.requests().contains("GET /files/timestamp.json"));
    QCOMPARE(run({"trust", "use", "public"}).exit_code, 0);
    QCOMPARE(source(), "Sigstore public instance, shipped with the program");
    QCOMPARE(run({"trust", "use", url}).exit_code, 0);
    QCOMPARE(source(), "127.0.0.1, updated over the network");
  }

  void what_is_kept_and_does_not_hold_is_not_used() {
    if (!shared_dir()) QSKIP(no_shared);
    const auto stack = *shared_dir() / "stack" / "sample";
    const LocalServer server({"--folder", text(stack / "tuf")});
    QCOMPARE(run({"trust", "update", "--tuf-url", server.url("/files"), "--tuf-root",
                  (stack / "tuf" / "1.root.json").string()})
                 .exit_code,
             0);
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_ / "trust")) {
      if (entry.path().filename() == "kept.json") write(entry.path(), "{}");
    }
    QCOMPARE(run({"trust", "show"}).exit_code, 5);
    QCOMPARE(
        run({"verify", (stack / "model").string(), "--identity", "a@b", "--identity-provider", "https://c"})
            .exit_code,
        5);
  }

  void updates_that_fail_say_why_data() {
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("root");
    QTest::addColumn<QString>("expected");
    QTest::newRow("nothing there") << "URL/status/404"
                                   << "1.root.json"
                                   << "net.status";
    QTest::newRow("no metadata") << "URL/ok"
                                 << "1.root.json"
                                 << "update.malformed";
    QTest::newRow("plain http") << "http://tuf.example"
                                << "1.root.json"
                                << "net.address";
    QTest::newRow("password") << "https://a:b@tuf.example"
                              << "1.root.json"
                              << "net.address";
    QTest::newRow("no root") << "URL/files"
                             << "timestamp.json"
                             << "update.malformed";
    QTest::newRow("no file") << "URL/files"
                             << "nothing.json"
                             << "file.not_found";
  }

  void updates_that_fail_say_why() {
    if (!shared_dir()) QSKIP(no_shared);
    QFETCH(QString, url);
    QFETCH(QString, root);
    QFETCH(QString, expected);
    const auto tuf = *shared_dir() / "stack" / "sample" / "tuf";
    const LocalServer server({"--folder", text(tuf)});
    url.replace("URL", QString::fromStdString(server.url("")));
    const auto answer = json({"trust", "update", "--tuf-url", url.toStdString(), "--tuf-root",
                              (tuf / root.toStdString()).string()});
    QCOMPARE(answer["exit_code"].get<int>(), 5);
    QCOMPARE(QString::fromStdString(answer["error"]["code"].get<std::string>()), expected);
    QCOMPARE(source(), "Sigstore public instance, shipped with the program");
  }

  void a_file_is_imported_only_with_yes() {
    if (!shared_dir()) QSKIP(no_shared);
    for (const char* name : {"trusted_root.json", "trust_config.json"}) {
      const auto files = *shared_dir() / "stack" / "sample";
      std::filesystem::path file;
      for (const auto& entry : std::filesystem::recursive_directory_iterator(files)) {
        if (entry.path().filename() == name) file = entry.path();
      }
      QVERIFY2(!file.empty(), name);
      const auto shown = run({"trust", "import", file.string()});
      QCOMPARE(shown.exit_code, 2);
      QVERIFY(shown.err.contains("nothing is changed yet"));
      QVERIFY(shown.out.contains("Certificate authorities"));
      QCOMPARE(source(), "Sigstore public instance, shipped with the program");
      const auto imported = run({"trust", "import", file.string(), "--yes"});
      QVERIFY2(imported.exit_code == 0, qPrintable(imported.err));
      QCOMPARE(source(), "imported from " + std::string(name));
      QCOMPARE(run({"trust", "use", "public"}).exit_code, 0);
    }
    QCOMPARE(run({"trust", "import", (source_dir() / "README.md").string(), "--yes"}).exit_code, 5);
  }

  void a_person_is_asked_before_a_file_counts() {
    const auto file = folder_ / "their-root.json";
    write(file, VirtualSigstore().trusted_root().dump());
    base::Result<bool> says = false;
    const auto import = [&] {
      return run_on_console({"trust", "import", file.string()}, [&](terminal::Console& console) {
        console.trust_folder = folder_ / "trust";
        console.agrees = [&](const std::string&, const std::stop_token&) { return says; };
      });
    };
    auto answer = import();
    QCOMPARE(answer.exit_code, 2);
    QVERIFY(answer.out.contains("https://rekor.test"));
    says = base::fail(base::Code::signing_consent);  // no terminal
    QCOMPARE(import().exit_code, 2);
    says = base::fail(base::cancelled());
    QCOMPARE(import().exit_code, 130);
    QVERIFY(!std::filesystem::exists(folder_ / "trust"));
    says = true;
    QCOMPARE(import().exit_code, 0);
    QVERIFY(std::filesystem::exists(folder_ / "trust"));
  }

  void what_is_wrong_on_the_command_line_exits_2() {
    for (const auto& words : std::vector<std::vector<std::string>>{
             {"trust"},
             {"trust", "update", "--tuf-url", "https://x"},
             {"trust", "update", "--tuf-root", "x"},
             {"trust", "import"},
             {"trust", "use"},
             {"trust", "update", "--use-staging", "--tuf-url", "https://x", "--tuf-root", "y"}}) {
      QCOMPARE(run(words).exit_code, 2);
    }
    QCOMPARE(run({"trust", "use", "https://nowhere.example"}).exit_code, 5);
  }

  void without_a_folder_what_is_shipped_is_all() {
    QCOMPARE(run_terminal({"trust", "show"}).exit_code, 0);
    QCOMPARE(run_terminal({"trust", "use", "staging"}).exit_code, 5);
  }

  /// Not only no connection: no socket at all.
  void verifying_opens_no_socket() {
    if (!shared_dir()) QSKIP(no_shared);
    const auto strace = QStandardPaths::findExecutable("strace");
    if (strace.isEmpty() || QProcess::execute(strace, {"-qq", "-o", text(folder_ / "try"), "true"}) != 0) {
      QSKIP("strace is not installed, or may not trace here");
    }
    const auto stack = *shared_dir() / "stack" / "sample";
    const auto trace = folder_ / "trace";
    QProcess program;
    program.start(strace,
                  {"-f", "-qq", "-e", "trace=network,execve", "-o", text(trace), WEIGHMASTER_CLI, "verify",
                   text(stack / "model"), "--signature", text(stack / "model.sig"), "--identity",
                   "alice@example.com", "--identity-provider", "http://127.0.0.1:9001"});
    QVERIFY(program.waitForFinished(60'000));
    QVERIFY(!program.readAllStandardOutput().isEmpty());
    const auto traced = QString::fromStdString(std::string(as_text(read(trace))));
    QVERIFY(traced.contains("execve("));  // so it did trace
    QVERIFY2(!traced.contains("socket(") && !traced.contains("connect("), qPrintable(traced));
  }
};

QTEST_GUILESS_MAIN(TestTrust)
#include "tst_trust.moc"
