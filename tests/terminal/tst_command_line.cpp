#include <QTest>

#include "arguments.h"
#include "progress.h"
#include "run_terminal.h"

using namespace weighmaster;
using namespace weighmaster::tests;

using Words = std::vector<std::string>;

class TestCommandLine : public QObject {
  Q_OBJECT

 private slots:
  void what_is_wrong_exits_2_data() {
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("says");
    QTest::newRow("nothing") << ""
                             << "say what to do";
    QTest::newRow("unknown verb") << "frobnicate"
                                  << "say what to do";
    QTest::newRow("verify nothing") << "verify"
                                    << "verify needs a model";
    QTest::newRow("nobody expected: key") << "verify key m"
                                          << "--public-key is required";
    QTest::newRow("nobody expected: certificate") << "verify certificate m"
                                                  << "--certificate-chain is required";
    QTest::newRow("nobody expected: sigstore") << "verify m"
                                               << "--identity is required";
    QTest::newRow("no provider") << "verify m --identity a"
                                 << "--identity-provider is required";
    QTest::newRow("empty identity") << "verify m --identity= --identity-provider b"
                                    << "must not be empty";
    QTest::newRow("empty provider") << "verify m --identity a --identity_provider="
                                    << "must not be empty";
    QTest::newRow("empty key") << "verify key m --public-key="
                               << "must not be empty";
    QTest::newRow("two identities") << "verify m --identity a --identity b --identity-provider c"
                                    << "--identity";
    QTest::newRow("unknown option") << "verify key m --public-key k --frob"
                                    << "--frob";
    QTest::newRow("two trust roots")
        << "verify m --identity a --identity-provider b --trust-config c --trusted_root d"
        << "excludes";
    QTest::newRow("a root and staging")
        << "verify m --identity a --identity-provider b --trust_config c --use_staging"
        << "excludes";
    QTest::newRow("unknown hash") << "digest m --hash md5"
                                  << "md5";
    QTest::newRow("no size") << "digest m --shard-size 0"
                             << "at least 1";
    QTest::newRow("negative size") << "digest m --shard-size -1"
                                   << "at least 1";
    QTest::newRow("size that wraps") << "digest m --shard-size 18446744073709551617"
                                     << "at least 1";
    QTest::newRow("inspect nothing") << "inspect"
                                     << "PATH";
    QTest::newRow("unknown shell") << "completion tcsh"
                                   << "tcsh";
    QTest::newRow("unknown level") << "--log-level loud version"
                                   << "loud";
  }

  void what_is_wrong_exits_2() {
    QFETCH(QString, line);
    QFETCH(QString, says);
    Words words;
    for (const auto& word : line.split(' ', Qt::SkipEmptyParts)) words.push_back(word.toStdString());
    const auto answer = run_terminal(words);
    QCOMPARE(answer.exit_code, 2);
    QVERIFY2(answer.err.contains(says), qPrintable(answer.err));
    QVERIFY(answer.out.isEmpty());

    words.emplace_back("--json");
    const auto as_json = run_terminal(words);
    QCOMPARE(as_json.exit_code, 2);
    QVERIFY(as_json.err.isEmpty());
    QCOMPARE(as_json.json()["exit_code"].get<int>(), 2);
    QCOMPARE(QString::fromStdString(as_json.json()["error"]["code"].get<std::string>()), "usage");
  }

  void an_empty_argument_is_an_empty_value() {
    QCOMPARE(run_terminal({"verify", "m", "--identity", "", "--identity-provider", "b"}).exit_code, 2);
    QCOMPARE(run_terminal({"verify", "key", "", "--public-key", "k"}).exit_code, 2);
  }

  void both_spellings_are_one_data() {
    QTest::addColumn<QStringList>("given");
    QTest::addColumn<QStringList>("meant");
    using L = QStringList;
    QTest::newRow("name") << L{"verify", "key", "--public_key", "my_key"}
                          << L{"verify", "key", "--public-key", "my_key"};
    QTest::newRow("value behind =") << L{"verify", "key", "--public_key=my_key"}
                                    << L{"verify", "key", "--public-key=my_key"};
    QTest::newRow("value that looks like it") << L{"digest", "a_b", "-x_y"} << L{"digest", "a_b", "-x_y"};
    QTest::newRow("empty value") << L{"inspect", "--a_b=", "c"} << L{"inspect", "--a-b", "", "c"};
    QTest::newRow("behind --") << L{"inspect", "--", "--a_b"} << L{"inspect", "--", "--a_b"};
    QTest::newRow("default method") << L{"verify", "m"} << L{"verify", "sigstore", "m"};
    QTest::newRow("default method, option first")
        << L{"verify", "--identity", "a", "m"} << L{"verify", "sigstore", "--identity", "a", "m"};
    QTest::newRow("a method") << L{"verify", "certificate", "m"} << L{"verify", "certificate", "m"};
    QTest::newRow("help") << L{"verify", "--help"} << L{"verify", "--help"};
    QTest::newRow("options before the verb")
        << L{"--log_level", "verify", "verify", "m"} << L{"--log-level", "verify", "verify", "sigstore", "m"};
    QTest::newRow("verify is no verb here") << L{"digest", "verify", "m"} << L{"digest", "verify", "m"};
  }

  void both_spellings_are_one() {
    QFETCH(QStringList, given);
    QFETCH(QStringList, meant);
    Words words;
    for (const auto& word : given) words.push_back(word.toStdString());
    QStringList result;
    for (const auto& word : terminal::normalised(words)) result << QString::fromStdString(word);
    QCOMPARE(result, meant);
  }

  void help_and_version_exit_0() {
    for (const auto& words :
         {Words{"--help"}, Words{"-h"}, Words{"verify", "--help"}, Words{"verify", "key", "-h"},
          Words{"digest", "--help"}, Words{"inspect", "-h"}, Words{"completion", "-h"}}) {
      const auto answer = run_terminal(words);
      QCOMPARE(answer.exit_code, 0);
      QVERIFY(answer.out.contains("Usage: weighmaster-cli"));
      for (const auto& line : answer.out.split('\n')) QVERIFY2(line.size() <= 100, qPrintable(line));
      QVERIFY(!answer.out.contains("{false}") && !answer.out.contains("REQUIRED"));
    }
    QVERIFY(run_terminal({"--version"}).out.startsWith("weighmaster-cli "));
    QCOMPARE(run_terminal({"version"}).out, run_terminal({"--version"}).out);
    QVERIFY(run_terminal({"version", "--json"}).json()["version"].is_string());
  }

  void log_levels_are_taken_in_any_case() {
    for (const auto* level : {"DEBUG", "info", "Warning", "ERROR", "critical", "silent"}) {
      QCOMPARE(run_terminal({"--log-level", level, "version"}).exit_code, 0);
      QCOMPARE(run_terminal({"version", "--log_level", level}).exit_code, 0);
    }
  }

  void progress_says_how_far_how_fast_and_how_long() {
    using std::chrono::milliseconds;
    const auto text = [](std::uint64_t done, std::uint64_t total, int ms) {
      return QString::fromStdString(terminal::progress_text({done, total, 0, 0}, milliseconds(ms)));
    };
    QCOMPARE(text(0, 2000, 100), "0 B of 2.00 kB");
    QCOMPARE(text(500'000'000, 1'000'000'000, 1000), "500 MB of 1.00 GB, 500 MB/s, 2 s left");
    QCOMPARE(text(1'000'000, 100'000'000, 1000), "1.00 MB of 100 MB, 1.00 MB/s, 1 min 40 s left");
    QCOMPARE(text(1'000'000, 10'000'000'000, 1000), "1.00 MB of 10.0 GB, 1.00 MB/s, 2 h 46 min left");
    QCOMPARE(text(2000, 2000, 1000), "2.00 kB of 2.00 kB, 2.00 kB/s");
  }

  void progress_is_one_line_that_is_gone_at_the_end() {
    std::ostringstream seen;
    {
      terminal::ProgressLine line(seen, true);
      const auto task = line.task({});
      for (std::uint64_t i = 0; i < 1000; ++i) task.progress({i, 1000, 0, 0});
    }
    const auto text = seen.str();
    QVERIFY(text.starts_with('\r') && text.ends_with("\r\x1b[K"));
    QVERIFY(text.find('\n') == std::string::npos);
    QVERIFY2(text.size() < 1000, "not written for every call");
    std::ostringstream unseen;
    terminal::ProgressLine hidden(unseen, false);
    QVERIFY(!hidden.task({}).progress);
  }
};

QTEST_APPLESS_MAIN(TestCommandLine)
#include "tst_command_line.moc"
