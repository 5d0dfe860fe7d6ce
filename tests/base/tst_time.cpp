#include <QDateTime>
#include <QTest>

#include "base/time.h"
#include "support/outcome.h"

using namespace weighmaster;
using tests::outcome;
using tests::view;

class tst_time : public QObject {
  Q_OBJECT

 private slots:
  void reads_rfc3339_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("utc");
    QTest::newRow("UTC") << QByteArray("2025-05-03T01:10:02Z") << QByteArray("2025-05-03T01:10:02Z");
    QTest::newRow("lower case") << QByteArray("2025-05-03t01:10:02z") << QByteArray("2025-05-03T01:10:02Z");
    QTest::newRow("east") << QByteArray("2025-05-03T01:10:02+02:30") << QByteArray("2025-05-02T22:40:02Z");
    QTest::newRow("west") << QByteArray("2025-12-31T23:00:00-01:00") << QByteArray("2026-01-01T00:00:00Z");
    QTest::newRow("milliseconds") << QByteArray("2022-12-31T23:59:59.999Z")
                                  << QByteArray("2022-12-31T23:59:59.999Z");
    QTest::newRow("nanoseconds are cut")
        << QByteArray("2022-12-31T23:59:59.999999999Z") << QByteArray("2022-12-31T23:59:59.999Z");
    QTest::newRow("tenths") << QByteArray("2022-12-31T23:59:59.5Z") << QByteArray("2022-12-31T23:59:59.500Z");
    QTest::newRow("leap day") << QByteArray("2024-02-29T00:00:00Z") << QByteArray("2024-02-29T00:00:00Z");
    QTest::newRow("before 1970") << QByteArray("1969-12-31T23:59:59.250Z")
                                 << QByteArray("1969-12-31T23:59:59.250Z");
  }

  void reads_rfc3339() {
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, utc);
    const auto time = base::parse_rfc3339(view(text));
    QCOMPARE(outcome(time), "ok");
    QCOMPARE(QByteArray::fromStdString(base::to_rfc3339(*time)), utc);
    QCOMPARE(qint64{time->time_since_epoch().count()},
             QDateTime::fromString(QString::fromUtf8(utc), Qt::ISODateWithMs).toMSecsSinceEpoch());
  }

  void refuses_what_is_no_time_data() {
    QTest::addColumn<QByteArray>("text");
    for (const char* text : {"",
                             "2025-05-03",
                             "2025-05-03T01:10:02",
                             "2025-05-03 01:10:02Z",
                             "2025-02-29T00:00:00Z",
                             "2025-13-01T00:00:00Z",
                             "2025-00-01T00:00:00Z",
                             "2025-05-03T24:00:00Z",
                             "2025-05-03T01:60:02Z",
                             "2025-05-03T01:10:60Z",
                             "2025-05-03T01:10:02.Z",
                             "2025-05-03T01:10:02+2:30",
                             "2025-05-03T01:10:02+24:00",
                             "2025-05-03T01:10:02Zx",
                             "25-05-03T01:10:02Z",
                             "+2025-05-03T01:10:02Z",
                             "2025-5-3T01:10:02Z",
                             " 2025-05-03T01:10:02Z",
                             "9999-12-31T23:59:59-00:01",
                             "0000-01-01T00:00:00+00:01"}) {
      QTest::newRow(*text == '\0' ? "empty" : text) << QByteArray(text);
    }
  }

  void refuses_what_is_no_time() {
    QFETCH(const QByteArray, text);
    QCOMPARE(outcome(base::parse_rfc3339(view(text))), "time.malformed");
  }

  // A number of seconds from a bundle can be anything that 64 bits hold; as milliseconds it must not wrap.
  void absurd_seconds_stay_at_the_ends_of_the_calendar() {
    using limits = std::numeric_limits<std::int64_t>;
    QCOMPARE(base::to_rfc3339(base::from_unix_seconds(0)), std::string("1970-01-01T00:00:00Z"));
    QCOMPARE(base::to_rfc3339(base::from_unix_seconds(1'746'234'602)), std::string("2025-05-03T01:10:02Z"));
    QCOMPARE(base::to_rfc3339(base::from_unix_seconds(limits::max())), std::string("9999-12-31T23:59:59Z"));
    QCOMPARE(base::to_rfc3339(base::from_unix_seconds(limits::min())), std::string("0000-01-01T00:00:00Z"));
  }

  void a_window_holds_both_its_ends() {
    const auto at = [](std::int64_t seconds) { return base::from_unix_seconds(seconds); };
    const base::Window window{at(10), at(20)};
    QVERIFY(window.contains(at(10)));
    QVERIFY(window.contains(at(20)));
    QVERIFY(!window.contains(at(10) - std::chrono::milliseconds{1}));
    QVERIFY(!window.contains(at(20) + std::chrono::milliseconds{1}));
    QVERIFY((base::Window{at(10), std::nullopt}.contains(at(1'000'000))));
    QVERIFY((base::Window{std::nullopt, at(20)}.contains(at(-5))));
    QVERIFY(base::Window{}.contains(at(0)));
  }
};

QTEST_APPLESS_MAIN(tst_time)
#include "tst_time.moc"
