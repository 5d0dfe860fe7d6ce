#include <QElapsedTimer>
#include <QTest>

#include "arguments.h"
#include "run_terminal.h"
#include "timeout.h"

using namespace weighmaster;
using namespace weighmaster::tests;

using Words = std::vector<std::string>;

class TestCommandLine : public QObject {
  Q_OBJECT

 private slots:
  void an_option_of_another_method_says_with_which_it_goes() {
    const auto sign = run_terminal({"sign", "model", "--private-key", "key.pem"});
    QCOMPARE(sign.exit_code, 2);
    QVERIFY2(sign.err.contains("--private-key goes with sign key or sign certificate\n"),
             qPrintable(sign.err));
    const auto verify = run_terminal({"verify", "model", "--public-key=key.pub"});
    QCOMPARE(verify.exit_code, 2);
    QVERIFY2(verify.err.contains("--public-key goes with verify key\n"), qPrintable(verify.err));
    QVERIFY(run_terminal({"verify", "model", "--no-such"}).err.contains("not expected"));
  }

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
    QTest::newRow("two providers for three identities")
        << "verify m --identity a --identity b --identity c --identity-provider d --identity-provider e"
        << "--identity-provider";
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
    QTest::newRow("unknown format") << "--log-format xml version"
                                    << "xml";
    QTest::newRow("no time") << "--timeout soon version"
                             << "soon";
    QTest::newRow("method of an unknown verb") << "frobnicate key m"
                                               << "say what to do";
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
    QTest::newRow("options before the method")
        << L{"verify", "--json", "--log_level", "info", "--output-file=x", "key", "m"}
        << L{"verify", "--json", "--log-level", "info", "--output-file=x", "key", "m"};
    QTest::newRow("options before the model")
        << L{"verify", "--json", "-t", "key", "m"} << L{"verify", "sigstore", "--json", "-t", "key", "m"};
    QTest::newRow("sign") << L{"sign", "m"} << L{"sign", "sigstore", "m"};
    QTest::newRow("sign by token") << L{"sign", "pkcs11-key", "m"} << L{"sign", "pkcs11-key", "m"};
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

  void an_option_that_can_be_repeated_takes_one_value_each_time() {
    const SignedModel model;
    write(model.path("model/a.txt"), "");
    write(model.path("model/[b,c].txt"), "");
    QCOMPARE(run_terminal({"verify", "key", "--public-key", model.path("key.pub"), "--ignore-paths", "a.txt",
                           "--ignore_paths=[b,c].txt", model.path("model")})
                 .exit_code,
             0);
  }

  void help_and_version_exit_0() {
    for (const auto& words :
         {Words{"--help"}, Words{"-h"}, Words{"verify", "--help"}, Words{"verify", "key", "-h"},
          Words{"verify", "certificate", "-h"}, Words{"verify", "sigstore", "-h"},
          Words{"verify", "policy", "-h"}, Words{"digest", "--help"}, Words{"scan", "-h"},
          Words{"report", "-h"}, Words{"publishers", "-h"}, Words{"sign", "-h"}, Words{"trust", "-h"},
          Words{"inspect", "-h"}, Words{"completion", "-h"}}) {
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

  void the_log_level_may_come_from_the_environment() {
    const SignedModel model;
    const auto note = [&](Words more) {
      return run_terminal(model.verify(more)).err.contains("--allow-symlinks changes nothing");
    };
    QVERIFY(note({"--allow-symlinks"}));
    qputenv("MODEL_SIGNING_LOG_LEVEL", "Error");
    QVERIFY(!note({"--allow-symlinks"}));
    QVERIFY2(note({"--allow-symlinks", "--log-level", "info"}), "what is given explicitly wins");
    QVERIFY(note({"--allow-symlinks", "--params", R"({"log-level": "info"})"}));
    qputenv("MODEL_SIGNING_LOG_LEVEL", "loud");
    const auto answer = run_terminal({"version"});
    qunsetenv("MODEL_SIGNING_LOG_LEVEL");
    QCOMPARE(answer.exit_code, 2);
    QVERIFY2(answer.err.contains("loud"), qPrintable(answer.err));
  }

  void remarks_can_be_lines_of_json() {
    const SignedModel model;
    auto answer = run_terminal(model.verify({"--allow-symlinks", "--log-format", "JSON"}));
    QCOMPARE(answer.exit_code, 0);
    auto line = base::parse_json(as_bytes(answer.err.toStdString()), "the remark").value();
    QCOMPARE(line["level"].get<std::string>(), std::string("info"));
    QVERIFY(line["message"].get<std::string>().starts_with("--allow-symlinks"));
    QVERIFY2(answer.out.startsWith("Complete"), "the answer is text all the same");

    answer = run_terminal({"--log-format=json", "--log-level=silent", "digest", model.path("absent")});
    QCOMPARE(answer.exit_code, 5);
    line = base::parse_json(as_bytes(answer.err.toStdString()), "the remark").value();
    QCOMPARE(line["level"].get<std::string>(), std::string("error"));
  }

  void durations_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("milliseconds");
    const auto row = [](const char* text, qint64 milliseconds) {
      QTest::newRow(text) << text << milliseconds;
    };
    row("90", 90'000);
    row("90s", 90'000);
    row("3m", 180'000);
    row("1h30m", 5'400'000);
    row("2h3m4s5ms", 7'384'005);
    row("500ms", 500);
    for (const char* bad : {"", "0", "0s", "s", "-1s", "1.5s", "1d", "30m1h", "1h2", "1s1s", "1 s", "+1",
                            "1S", "9999999999", "99999999h"}) {
      row(bad, 0);
    }
  }

  void durations() {
    QFETCH(QString, text);
    QFETCH(qint64, milliseconds);
    const auto parsed = terminal::parse_duration(text.toStdString());
    QCOMPARE(parsed ? static_cast<qint64>(parsed->count()) : 0, milliseconds);
  }

  void a_time_limit_ends_the_work() {
    const TemporaryFolder folder;
    write_model(folder / "model", {{"weights.bin", ""}});
    // Sparse: takes no space, and minutes to hash.
    std::filesystem::resize_file(folder / "model" / "weights.bin", 400ULL << 30U);
    QElapsedTimer watch;
    watch.start();
    const auto answer = run_terminal({"digest", (folder / "model").string(), "--timeout", "200ms"});
    QCOMPARE(answer.exit_code, 130);
    QVERIFY2(watch.elapsed() >= 200 && watch.elapsed() < 20'000,
             qPrintable(QString::number(watch.elapsed())));
    QVERIFY2(answer.err.contains("--timeout gives, 200ms, was over"), qPrintable(answer.err));
    QVERIFY(answer.out.isEmpty());
  }

  void a_time_limit_that_is_not_reached_changes_nothing() {
    const SignedModel model;
    const auto answer = run_terminal(model.verify({"--timeout", "10m"}));
    QCOMPARE(answer.exit_code, 0);
    QVERIFY(answer.err.isEmpty());
    std::stop_source source;
    source.request_stop();
    const auto stopped = run_terminal(model.verify({"-t", "10m"}), source.get_token());
    QCOMPARE(stopped.exit_code, 130);
    QVERIFY2(!stopped.err.contains("--timeout"), "it was Ctrl-C");
  }
};

QTEST_APPLESS_MAIN(TestCommandLine)
#include "tst_command_line.moc"
