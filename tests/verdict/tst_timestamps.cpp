#include <QTest>

#include "verdict/scene.h"

using namespace weighmaster;
using tests::Scene;
using verdict::Outcome;
using verdict::StepId;

/// What a verification tells of timestamps; what it refuses is in mutations/.
class tst_timestamps : public QObject {
  Q_OBJECT

 private slots:
  void tells_what_it_says() {
    Scene scene;
    scene.spec = tests::rekor_2_spec();
    const auto report = scene.verify();
    QCOMPARE(report.timestamps.size(), std::size_t{1});
    const auto& facts = report.timestamps.front();
    QCOMPARE(facts.authority, std::string("https://timestamp.test"));
    QCOMPARE(facts.certificate, std::string("CN=virtual timestamp authority"));
    QVERIFY(facts.outcome == Outcome::passed);
    QVERIFY(facts.info->accuracy == std::chrono::seconds(1));
    QCOMPARE(base::to_rfc3339(*report.signed_at), std::string("2026-06-01T12:00:05Z"));
    QVERIFY(report.step(StepId::timestamps).outcome == Outcome::passed);
    QVERIFY(report.step(StepId::signing_time).outcome == Outcome::passed);
    QVERIFY(!report.has(base::Code::timestamp_not_checked));
  }
};

QTEST_APPLESS_MAIN(tst_timestamps)
#include "tst_timestamps.moc"
