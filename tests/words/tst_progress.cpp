#include <QTest>

#include "words/progress.h"

using namespace weighmaster;
using base::Pace;
using base::Phase;
using base::Progress;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

QString said(const words::Sentence& sentence) {
  return QString::fromStdString(words::fill(sentence));
}

/// 500 MB a second for four seconds; all threads wait for this share of the time.
QString line_after_four_seconds(double waiting) {
  Pace pace;
  Progress progress{0, 10'000'000'000, 0, 3};
  for (int i = 0; i <= 80; ++i) {
    progress.bytes_done = static_cast<std::uint64_t>(i) * 25'000'000;
    progress.worked = milliseconds(50 * i);
    progress.waited = milliseconds(static_cast<int>(waiting * 50 * i));
    pace.add(Pace::Time(milliseconds(50 * i)), progress);
  }
  return QString::fromStdString(words::pace_line(progress, pace));
}

}  // namespace

class TestProgress : public QObject {
  Q_OBJECT

 private slots:
  void what_it_is_at_is_named() {
    QCOMPARE(said(words::what_it_is_at({0, 0, 0, 0, Phase::reading_signature})), "Reading the signature");
    QCOMPARE(said(words::what_it_is_at({0, 0, 0, 0, Phase::listing})), "Listing the files");
    QCOMPARE(said(words::what_it_is_at({0, 0, 20'000, 0, Phase::listing})),
             QString::fromUtf8("Listing the files, 20\u00a0000 so far"));
    QCOMPARE(said(words::what_it_is_at({0, 14'200'000'000, 0, 36})), "Checking 14.2 GB in 36 files");
    QCOMPARE(said(words::what_it_is_at({0, 14'200'000'000, 0, 1})), "Checking 14.2 GB in 1 file");
    QCOMPARE(said(words::what_it_is_at({0, 0, 0, 0, Phase::comparing})),
             "Looking whether anything has changed meanwhile");
  }

  void the_line_says_what_is_known() {
    QCOMPARE(words::pace_line({0, 0, 7, 0, Phase::listing}, {}), std::string());
    QCOMPARE(words::pace_line({0, 0, 7, 0, Phase::comparing}, {}), std::string("All files are hashed."));
    QCOMPARE(words::pace_line({0, 2000, 0, 1}, {}), std::string("0 B of 2.00 kB"));
    QCOMPARE(words::pace_line({5, 0, 0, 0}, {}), std::string("5 B done"));
    QCOMPARE(line_after_four_seconds(0.4), "2.00 GB of 10.0 GB, 500 MB/s, 16 seconds left");
    QCOMPARE(line_after_four_seconds(0.1),
             "2.00 GB of 10.0 GB, 500 MB/s, 16 seconds left. Limited by the processor.");
    QCOMPARE(line_after_four_seconds(0.9),
             "2.00 GB of 10.0 GB, 500 MB/s, 16 seconds left. Limited by the disk.");
  }

  void where_nothing_comes_nothing_is_promised() {
    Pace pace;
    pace.add(Pace::Time(seconds(0)), {1000, 2000, 0, 1});
    pace.add(Pace::Time(seconds(12)), {1000, 2000, 0, 1});
    QCOMPARE(words::pace_line({1000, 2000, 0, 1}, pace),
             std::string("1.00 kB of 2.00 kB, nothing has come for 12 seconds"));
  }

  void time_left_is_rounded_as_people_say_it_data() {
    QTest::addColumn<int>("exact");
    QTest::addColumn<QString>("text");
    QTest::newRow("none") << 0 << "1 second left";
    QTest::newRow("1") << 1 << "1 second left";
    QTest::newRow("19") << 19 << "19 seconds left";
    QTest::newRow("21") << 21 << "25 seconds left";
    QTest::newRow("59") << 59 << "60 seconds left";
    QTest::newRow("61") << 61 << "70 seconds left";
    QTest::newRow("90") << 90 << "90 seconds left";
    QTest::newRow("91") << 91 << "2 minutes left";
    QTest::newRow("hour") << 3600 << "60 minutes left";
    QTest::newRow("99 minutes") << 99 * 60 << "99 minutes left";
    QTest::newRow("100 minutes") << 100 * 60 << "2 hours left";
    QTest::newRow("days") << 1'000'000 << "278 hours left";
  }
  void time_left_is_rounded_as_people_say_it() {
    QFETCH(int, exact);
    QFETCH(QString, text);
    QCOMPARE(said(words::time_left(seconds(exact))), text);
  }

  void it_can_be_translated() {
    const auto shout = [](std::string_view) { return std::string("LOUD {size}"); };
    QCOMPARE(words::pace_line({5, 0, 0, 0}, {}, shout), std::string("LOUD 5 B"));
  }
};

QTEST_APPLESS_MAIN(TestProgress)
#include "tst_progress.moc"
