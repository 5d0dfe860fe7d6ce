#include "progress.h"

#include <QTest>
#include <sstream>
#include <thread>

using namespace weighmaster;
using base::Phase;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using terminal::ProgressLine;

class TestProgress : public QObject {
  Q_OBJECT

 private slots:
  void it_is_one_line_that_is_gone_at_the_end() {
    std::ostringstream seen;
    {
      ProgressLine line(seen, true);
      const auto task = line.task({});
      const auto end = steady_clock::now() + milliseconds(450);
      std::uint64_t calls = 0;
      while (steady_clock::now() < end) task.progress({++calls, 1'000'000'000, 0, 1});
      QVERIFY(calls > 1000);
    }
    const auto text = seen.str();
    QVERIFY(text.starts_with("\r") && text.ends_with("\r\x1b[K"));
    QVERIFY(text.find('\n') == std::string::npos);
    const auto lines = std::count(text.begin(), text.end(), '\r') - 1;
    QVERIFY2(lines >= 1 && lines <= 5, qPrintable(QString::number(lines)));
    QVERIFY(text.find("of 1.00 GB") != std::string::npos);
  }

  void a_short_call_shows_nothing() {
    std::ostringstream seen;
    const auto began = steady_clock::now();
    {
      ProgressLine line(seen, true);
      line.task({}).progress({1, 2, 0, 1});
    }
    if (steady_clock::now() - began > milliseconds(90)) QSKIP("the machine is too busy");
    QCOMPARE(seen.str(), std::string());
  }

  void hidden_it_asks_for_nothing() {
    std::ostringstream unseen;
    ProgressLine hidden(unseen, false);
    QVERIFY(!hidden.task({}).progress);
    hidden.begin("1 of 3: ");
    hidden.clear();
    QCOMPARE(unseen.str(), std::string());
  }

  void a_head_stands_before_it_at_once() {
    std::ostringstream seen;
    ProgressLine line(seen, true);
    line.begin("1 of 3, a: ");
    line.clear();
    QCOMPARE(seen.str(), std::string("\r\x1b[?7l1 of 3, a: Reading the signature\x1b[K\x1b[?7h\r\x1b[K"));
  }

  /// Something else may be written then, by whoever took it away.
  void taken_away_it_stays_away_until_there_is_more() {
    std::ostringstream seen;
    ProgressLine line(seen, true);
    const auto task = line.task({});
    task.progress({0, 0, 4096, 0, Phase::listing});
    std::this_thread::sleep_for(milliseconds(250));
    line.clear();
    const auto shown = seen.str();
    QVERIFY(shown.find("Listing the files, 4096 so far") != std::string::npos);
    std::this_thread::sleep_for(milliseconds(250));
    line.clear();
    QCOMPARE(seen.str(), shown);
    task.progress({1000, 2000, 0, 1});
    std::this_thread::sleep_for(milliseconds(250));
    line.clear();
    QVERIFY(seen.str().find("1.00 kB of 2.00 kB") != std::string::npos);
  }

  void without_news_it_goes_on_and_says_so() {
    std::ostringstream seen;
    ProgressLine line(seen, true);
    line.task({}).progress({1000, 2000, 0, 1});
    std::this_thread::sleep_for(milliseconds(5600));
    line.clear();
    QVERIFY2(seen.str().find("nothing has come for 5 seconds") != std::string::npos, seen.str().c_str());
  }
};

QTEST_APPLESS_MAIN(TestProgress)
#include "tst_progress.moc"
