#include <QTest>
#include <nlohmann/json.hpp>

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
  [[nodiscard]] Words words(const Words& more = {}) const {
    return sign_words(folder_ / "model", signature(), "rekor2", more);
  }

  /// That it ended at this one ("the public log"), for this reason, and what is public all the same:
  /// "certificate_authority", with a question mark where nobody knows.
  void ended(const Ran& ran, const QString& at, const std::string& code, const Words& published) const {
    QVERIFY2(ran.exit_code == 5, qPrintable(ran.output));
    const auto error = ran.json()["error"];
    QCOMPARE(error["code"].get<std::string>(), code);
    QVERIFY2(QString::fromStdString(error["what"].get<std::string>()).contains(at), qPrintable(ran.output));
    Words by;
    for (const auto& each : error["published"])
      by.push_back(each["by"].get<std::string>() + (each["certain"].get<bool>() ? "" : "?"));
    QVERIFY2(by == published, qPrintable(ran.output));
    QVERIFY(!fs::exists(signature()));
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

  void one_after_the_other_is_gone_data() {
    QTest::addColumn<QString>("at");
    QTest::addColumn<bool>("certified");
    QTest::newRow("rekor2") << "the public log" << true;
    QTest::newRow("tsa") << "the timestamp authority" << true;
    QTest::newRow("fulcio") << "the certificate authority" << false;
    QTest::newRow("oidc") << "the login service" << false;
  }

  void one_after_the_other_is_gone() {
    QFETCH(const QString, at);
    QFETCH(const bool, certified);
    Stack::end(QTest::currentDataTag());
    const auto ran = Stack::ours(words({"--json", "--log-level", "silent"}), Stack::browser());
    ended(ran, at, "net.unreachable", certified ? Words{"certificate_authority"} : Words());
  }
};

QTEST_APPLESS_MAIN(tst_services_end)
#include "tst_services_end.moc"
