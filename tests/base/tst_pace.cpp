#include <QTest>
#include <cmath>
#include <vector>

#include "base/pace.h"

using namespace weighmaster;
using base::Pace;
using base::Phase;
using base::Progress;
using Limit = base::Pace::Limit;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr std::uint64_t megabyte = 1'000'000;

/// A call that runs on a clock of its own, in steps as a hashing thread tells them.
class Run {
 public:
  explicit Run(Progress progress) : progress_(progress) { pace_.add(now_, progress_); }

  /// For so long at so many bytes a second, waiting for so much of the time.
  void go(milliseconds span, double speed, double waiting = 0) {
    for (milliseconds done{0}; done < span; done += step) {
      now_ += step;
      bytes_ += speed * std::chrono::duration<double>(step).count();
      progress_.bytes_done =
          std::min(static_cast<std::uint64_t>(std::llround(bytes_)), progress_.bytes_total);
      const auto worked = std::chrono::nanoseconds(step) * 2;  // two threads
      progress_.worked += worked;
      progress_.waited +=
          std::chrono::nanoseconds(std::llround(waiting * static_cast<double>(worked.count())));
      pace_.add(now_, progress_);
    }
  }
  void stand_still(milliseconds span) {
    for (milliseconds done{0}; done < span; done += step) pace_.add(now_ += step, progress_);
  }
  void finish_files(std::uint64_t count) { progress_.files_done += count; }
  void tell(const Progress& progress) { pace_.add(now_ += step, progress); }

  [[nodiscard]] const Pace& pace() const { return pace_; }
  [[nodiscard]] const Progress& progress() const { return progress_; }
  [[nodiscard]] qint64 left() const {
    const auto left = pace_.left();
    return left ? left->count() : -1;
  }
  [[nodiscard]] bool limited_by(Limit limit) const { return pace_.limit() == limit; }

 private:
  static constexpr milliseconds step{50};

  Pace::Time now_{seconds(1000)};
  double bytes_ = 0;
  Progress progress_;
  Pace pace_;
};

}  // namespace

class tst_pace : public QObject {
  Q_OBJECT

 private slots:
  void nothing_is_said_in_the_first_moments() {
    Run run({0, 10'000 * megabyte, 0, 1});
    QVERIFY(!run.pace().speed() && !run.pace().left());
    run.go(milliseconds(900), 1e9, 0.9);
    QVERIFY(!run.pace().speed());
    QVERIFY(run.limited_by(Limit::unknown));
    run.go(milliseconds(200), 1e9, 0.9);
    QVERIFY(std::abs(*run.pace().speed() - 1e9) < 1e7);
    QVERIFY(!run.pace().left());
    run.go(milliseconds(1000), 1e9, 0.9);
    QCOMPARE(run.left(), qint64(8));
  }

  void the_time_left_does_not_jump() {
    Run run({0, 60'000 * megabyte, 0, 1});
    run.go(seconds(5), 1e9);
    int changes = 0;
    auto said = run.left();
    for (int i = 0; i < 100; ++i) {  // in 40 seconds, now quick, now slow
      run.go(milliseconds(200), 1.6e9);
      run.go(milliseconds(200), 0.4e9);
      const double elapsed = 5 + 0.4 * (i + 1);
      QVERIFY2(std::abs(static_cast<double>(run.left()) - (60 - elapsed)) <= 6,
               qPrintable(QString::number(run.left())));
      if (run.left() > said) ++changes;
      said = run.left();
    }
    QVERIFY2(changes <= 2, qPrintable(QString::number(changes)));
  }

  void the_time_left_follows_when_it_gets_slower() {
    Run run({0, 60'000 * megabyte, 0, 1});
    run.go(seconds(20), 1e9);
    run.go(seconds(20), 0.25e9);
    // 35 GB at a quarter of a gigabyte a second, half forgotten by now.
    QVERIFY2(run.left() > 90, qPrintable(QString::number(run.left())));
  }

  void no_time_is_left_only_at_the_end() {
    Run run({0, 4000 * megabyte, 0, 1});
    run.go(milliseconds(2100), 1e9);
    while (run.progress().bytes_done < run.progress().bytes_total) {
      QVERIFY(run.left() >= 1 && run.left() <= 2);
      run.go(milliseconds(50), 1e9);
    }
    // The last file is not told as finished yet.
    QVERIFY(run.left() >= 1);
    run.finish_files(1);
    run.go(milliseconds(50), 0);
    QCOMPARE(run.left(), qint64(-1));
    QVERIFY(run.pace().speed());
  }

  /// The long files come first: what is left then is files more than bytes.
  void files_count_beside_their_bytes() {
    Run run({0, 20'100 * megabyte, 0, 100'001});
    run.go(seconds(9), 2e9);
    QVERIFY2(run.left() >= 2, qPrintable(QString::number(run.left())));
    QCOMPARE(base::share_done({0, 0, 0, 0}), 0.0);
    QCOMPARE(base::share_done({10, 10, 2, 2}), 1.0);
    QVERIFY(base::share_done({10'000, 11'000, 1, 1000}) < 0.1);
  }

  void a_limit_is_said_where_it_is_clear_and_stays() {
    Run run({0, 1'000'000 * megabyte, 0, 1});
    run.go(seconds(5), 1e9, 0.4);
    QVERIFY2(run.limited_by(Limit::unknown), "neither is clear");
    run.go(seconds(10), 1e9, 0.1);
    QVERIFY(run.limited_by(Limit::processor));
    run.go(seconds(10), 1e9, 0.4);
    QVERIFY2(run.limited_by(Limit::processor), "it stays as it was");
    run.go(seconds(10), 1e9, 0.8);
    QVERIFY(run.limited_by(Limit::disk));
    for (int i = 0; i < 50; ++i) {
      run.go(milliseconds(200), 1e9, i % 2 == 0 ? 0.2 : 0.6);
      QVERIFY(run.limited_by(Limit::disk));
    }
    run.go(seconds(20), 1e9, 0.0);
    QVERIFY(run.limited_by(Limit::processor));
  }

  void what_does_not_tell_its_time_has_no_limit() {
    Pace pace;
    for (unsigned i = 0; i < 100; ++i)
      pace.add(Pace::Time(milliseconds(50 * i)), {i * megabyte, 1000 * megabyte});
    QVERIFY(pace.speed() && pace.limit() == Limit::unknown);
  }

  void where_nothing_comes_that_is_said_and_no_time() {
    Run run({0, 60'000 * megabyte, 0, 1});
    run.go(seconds(10), 1e9);
    run.stand_still(seconds(4));
    QVERIFY(!run.pace().stalled());
    QVERIFY(*run.pace().speed() < 0.2e9);
    run.stand_still(seconds(3));
    QCOMPARE(run.pace().stalled()->count(), std::int64_t(7));
    QCOMPARE(run.left(), qint64(-1));
    run.go(milliseconds(200), 1e9);
    QVERIFY(!run.pace().stalled() && run.left() > 0);
  }

  void another_hashing_begins_anew() {
    Run run({0, 60'000 * megabyte, 0, 1});
    run.go(seconds(10), 1e9, 0.9);
    run.tell({0, 60'000 * megabyte, 0, 1});
    QVERIFY(!run.pace().speed() && run.limited_by(Limit::unknown));
    run.go(seconds(10), 1e9, 0.9);
    QVERIFY(run.pace().speed());
    run.tell({0, 0, 5, 0, Phase::comparing});
    QVERIFY(!run.pace().speed() && !run.pace().left() && !run.pace().stalled());
  }
};

QTEST_APPLESS_MAIN(tst_pace)
#include "tst_pace.moc"
