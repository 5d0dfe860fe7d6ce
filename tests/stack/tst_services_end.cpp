#include <QTest>
#include <chrono>
#include <nlohmann/json.hpp>
#include <thread>

#include "base/json.h"
#include "stack/stack.h"
#include "support/places.h"
#include "support/test_bundle.h"

using namespace weighmaster;
using namespace weighmaster::tests;
namespace fs = std::filesystem;

/// One service after the other dies, the last that is asked first: each time it is named, it is said what is
/// public all the same, and no file is left.
class tst_services_end : public QObject {
  Q_OBJECT

  TemporaryFolder folder_;

  [[nodiscard]] fs::path signature() const { return folder_ / "model.sig"; }
  [[nodiscard]] Words words() const {
    return sign_words(folder_ / "model", signature(), "rekor2", {"--json", "--log-level", "debug"});
  }

  /// Ends a service that is held still once our program has said `asked` to it.
  [[nodiscard]] Ran dies_at_work(const std::string& service, const QString& asked) const {
    QProcess program;
    QString said;
    start(program, WEIGHMASTER_CLI, words(), Stack::browser());
    program.setReadChannel(QProcess::StandardError);
    while (!said.contains(asked) && program.waitForReadyRead(30'000))
      said += QString::fromUtf8(program.readAllStandardError());
    std::this_thread::sleep_for(std::chrono::milliseconds(500));  // until the request is there
    Stack::end(service);
    return finish(program);
  }

  /// What is public: "certificate_authority", with a question mark where nobody knows.
  [[nodiscard]] static QStringList told(const base::Json& published) {
    QStringList all;
    for (const auto& each : published)
      all << QString::fromStdString(each["by"].get<std::string>() + (each["certain"].get<bool>() ? "" : "?"));
    return all;
  }

 private slots:
  void initTestCase() {
    NEEDS_STACK();
    write_model(folder_ / "model", {{"config.json", "{}"}});
  }

  /// One story, in order.
  void all_of_them_are_there() {
    const auto ran = Stack::ours(words(), Stack::browser());
    QVERIFY2(ran.exit_code == 0, qPrintable(ran.output));
    fs::remove(signature());
  }

  void one_after_the_other_data() {
    QTest::addColumn<QString>("ends");
    QTest::addColumn<QString>("at_work");
    QTest::addColumn<QString>("at");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QStringList>("published");
    const auto row = [](const char* name, const char* ends, const char* at_work, const char* at,
                        const char* code, const QStringList& published) {
      QTest::newRow(name) << ends << at_work << at << code << published;
    };
    // When it died it may have made an entry; it is asked again, in vain.
    row("the log dies at work", "rekor2", "to log the signature", "the public log", "net.unreachable",
        {"certificate_authority", "log?"});
    row("the log is gone", "", "", "the public log", "net.unreachable", {"certificate_authority"});
    row("the timestamp authority is gone", "tsa", "", "the timestamp authority", "net.unreachable",
        {"certificate_authority"});
    row("the authority dies at work", "fulcio", "for a certificate", "the certificate authority",
        "net.answer", {"certificate_authority?"});
    row("the authority is gone", "", "", "the certificate authority", "net.unreachable", {});
    row("the provider is gone", "oidc", "", "the login service", "net.unreachable", {});
  }

  void one_after_the_other() {
    QFETCH(const QString, ends);
    QFETCH(const QString, at_work);
    QFETCH(const QString, at);
    QFETCH(const QString, code);
    QFETCH(const QStringList, published);
    const auto service = ends.toStdString();
    if (!service.empty() && at_work.isEmpty()) Stack::end(service);
    if (!at_work.isEmpty()) Stack::freeze(service);
    const auto ran =
        at_work.isEmpty() ? Stack::ours(words(), Stack::browser()) : dies_at_work(service, at_work);

    QVERIFY2(ran.exit_code == 5, qPrintable(ran.output));
    const auto error = ran.json()["error"];
    QCOMPARE(QString::fromStdString(error["code"].get<std::string>()), code);
    QVERIFY2(QString::fromStdString(error["what"].get<std::string>()).contains(at), qPrintable(ran.output));
    QCOMPARE(told(error["published"]), published);
    QVERIFY(!fs::exists(signature()));
  }
};

QTEST_GUILESS_MAIN(tst_services_end)
#include "tst_services_end.moc"
