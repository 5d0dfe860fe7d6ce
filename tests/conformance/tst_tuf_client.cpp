#include <QDir>
#include <QProcess>
#include <QTest>
#include <QThread>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/json.h"
#include "support/local_server.h"
#include "support/needs.h"

using namespace weighmaster;
using tests::LocalServer;
namespace fs = std::filesystem;

namespace {

QString text(const fs::path& path) {
  return QString::fromStdString(path.string());
}

/// Empty where it is not installed.
QString libfaketime() {
  for (const auto& triplet : QDir("/usr/lib").entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
    const auto library = "/usr/lib/" + triplet + "/faketime/libfaketime.so.1";
    if (QFile::exists(library)) return library;
  }
  return {};
}

std::int64_t version_in(const fs::path& file) {
  const auto json = base::parse_json(tests::read(file), "the cache");
  return json ? json->at("signed").at("version").get<std::int64_t>() : -1;
}

}  // namespace

/// The command line of the public conformance suite, against a real repository on loopback.
class tst_tuf_client : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    if (!tests::shared_dir()) QSKIP(tests::no_shared);
    NEEDS_PEER(!libfaketime().isEmpty(), "libfaketime is not installed (Debian: faketime)");
    sample_ = *tests::shared_dir() / "stack" / "sample" / "tuf";
  }

  void it_initialises_refreshes_and_downloads() {
    const tests::TemporaryFolder folder;
    LocalServer server({"--folder", text(sample_)});
    QCOMPARE(run(server, folder, {"init", text(sample_ / "1.root.json")}), 0);
    QVERIFY(server.requests().isEmpty());
    QCOMPARE(run(server, folder, {"refresh"}), 0);
    QCOMPARE(server.requests(),
             (QStringList{"GET /files/2.root.json", "GET /files/3.root.json", "GET /files/timestamp.json",
                          "GET /files/2.snapshot.json", "GET /files/2.targets.json"}));
    QCOMPARE(version_in(folder / "metadata" / "root.json"), 2);  // rotated

    const QStringList download{"--target-name", "trusted_root.json", "download"};
    QCOMPARE(run(server, folder, download), 0);
    QCOMPARE(tests::read(folder / "targets" / "trusted_root.json"),
             tests::read(sample_ / "targets" / "trusted_root.json"));
    static_cast<void>(server.requests());
    QCOMPARE(run(server, folder, download), 0);
    QCOMPARE(server.requests(),
             (QStringList{"GET /files/3.root.json", "GET /files/timestamp.json"}));  // nothing twice
    QCOMPARE(run(server, folder, {"--target-name", "nothing", "download"}), 1);
  }

  void it_lives_by_the_c_library_s_clock() {
    const tests::TemporaryFolder folder;
    LocalServer server({"--folder", text(sample_)});
    QCOMPARE(run(server, folder, {"init", text(sample_ / "1.root.json")}), 0);
    QCOMPARE(run(server, folder, {"refresh"}, "2026-12-20 00:00:00"), 0);
    QCOMPARE(run(server, folder, {"refresh"}, "2026-12-23 00:00:00"), 1);
  }

  void bad_beginnings_end() {
    const tests::TemporaryFolder folder;
    LocalServer server({"--folder", text(sample_)});
    QCOMPARE(run(server, folder, {"refresh"}), 1);
    QCOMPARE(run(server, folder, {"init", text(sample_ / "timestamp.json")}), 1);
    QCOMPARE(run(server, folder, {"init", text(folder / "nothing")}), 1);
    QCOMPARE(run(server, folder, {}), 1);
    QVERIFY(server.requests().isEmpty());
  }

  /// Killed at any moment, what is there is whole, and the next run goes on from it.
  void killed_while_writing() {
    const tests::TemporaryFolder folder;
    LocalServer server({"--folder", text(sample_)});
    QCOMPARE(run(server, folder, {"init", text(sample_ / "1.root.json")}), 0);
    int killed = 0;
    for (unsigned long wait = 0; wait < 60; wait += 3) {
      for (const char* role : {"timestamp", "snapshot", "targets"})
        fs::remove(folder / "metadata" / (std::string(role) + ".json"));
      QProcess client;
      start(client, server, folder, {"refresh"});
      QVERIFY(client.waitForStarted());
      QThread::msleep(wait);
      client.kill();
      client.waitForFinished();
      killed += client.exitStatus() == QProcess::CrashExit ? 1 : 0;
      for (const auto& entry : fs::directory_iterator(folder / "metadata")) {
        if (entry.path().extension() == ".json")
          QVERIFY2(version_in(entry.path()) >= 1, entry.path().c_str());
      }
    }
    QVERIFY2(killed > 2, qPrintable(QString::number(killed)));
    QCOMPARE(run(server, folder, {"refresh"}), 0);
    QCOMPARE(version_in(folder / "metadata" / "targets.json"), 2);
  }

 private:
  static void start(QProcess& client, const LocalServer& server, const tests::TemporaryFolder& folder,
                    const QStringList& words, const QString& time = "2026-12-01 00:00:00") {
    fs::create_directories(folder / "targets");
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert("LD_PRELOAD", libfaketime());
    environment.insert("FAKETIME", "@" + time);
    environment.insert("TZ", "UTC");
    environment.insert("ASAN_OPTIONS", "verify_asan_link_order=0");
    client.setProcessEnvironment(environment);
    client.setProcessChannelMode(QProcess::ForwardedChannels);
    client.start(WEIGHMASTER_TUF_CLIENT,
                 QStringList{"--metadata-dir", text(folder / "metadata"), "--metadata-url",
                             QString::fromStdString(server.url("/files")), "--target-base-url",
                             QString::fromStdString(server.url("/files/targets")), "--target-dir",
                             text(folder / "targets")} +
                     words);
  }

  static int run(const LocalServer& server, const tests::TemporaryFolder& folder, const QStringList& words,
                 const QString& time = "2026-12-01 00:00:00") {
    QProcess client;
    start(client, server, folder, words, time);
    return client.waitForFinished(20'000) ? client.exitCode() : -1;
  }

  fs::path sample_;  // its timestamp expires on 2026-12-21
};

QTEST_GUILESS_MAIN(tst_tuf_client)
#include "tst_tuf_client.moc"
