#include <QTest>

#include "params.h"
#include "run_terminal.h"

using namespace weighmaster;
using namespace weighmaster::tests;

using Words = std::vector<std::string>;

/// Options given as JSON by --params.
class TestParams : public QObject {
  Q_OBJECT

  static std::string verify_params(const SignedModel& model) {
    return base::Json{{"model", model.path("model")},
                      {"signature", model.path("model.sig")},
                      {"public_key", model.path("key.pub")},
                      {"ignore_git_paths", true}}
        .dump();
  }

 private slots:
  void they_stand_for_options_and_the_model() {
    const SignedModel model;
    const auto params = verify_params(model);
    QCOMPARE(run_terminal({"verify", "key", "--params", params}).exit_code, 0);
    QCOMPARE(run_terminal({"--params=" + params, "verify", "key"}).exit_code, 0);
    QCOMPARE(run_terminal({"verify", "--params", params, "key"}).exit_code, 0);
    write(model.path("params.json"), params);
    QCOMPARE(run_terminal({"verify", "key", "--params", model.path("params.json")}).exit_code, 0);
    QCOMPARE(run_terminal({"verify", "key", "--params", "-"}, {}, false, params).exit_code, 0);
    // Without them it is refused, so they are what made it work.
    QCOMPARE(run_terminal({"verify", "key"}).exit_code, 2);
  }

  void what_is_given_explicitly_wins() {
    const SignedModel model;
    write(model.path("other.pub"), TestKey::generate().public_pem());
    const auto params = verify_params(model);
    const auto with = [&](Words more) {
      Words words{"verify", "key", "--params", params};
      words.insert(words.end(), more.begin(), more.end());
      return run_terminal(words).exit_code;
    };
    QCOMPARE(with({"--public_key", model.path("other.pub")}), 1);
    QCOMPARE(with({"--public-key=" + model.path("other.pub")}), 1);
    QCOMPARE(with({model.path("absent")}), 5);
    QCOMPARE(with({"--", model.path("absent")}), 5);
    QCOMPARE(with({"--", model.path("model")}), 0);
    const auto later = base::Json{{"public-key", model.path("other.pub")}}.dump();
    QCOMPARE(with({"--params", later}), 1);
  }

  void flags_and_lists() {
    const SignedModel model;
    write(model.path("model/run.py"), "import os");
    write(model.path("model/more.txt"), "x");
    const auto exit_code = [&](const char* more) {
      return run_terminal(model.verify({"--params", more})).exit_code;
    };
    QCOMPARE(exit_code(R"({})"), 1);
    QCOMPARE(exit_code(R"({"ignore_unsigned_files": true})"), 0);
    QCOMPARE(exit_code(R"({"ignore-unsigned-files": false})"), 1);
    QCOMPARE(exit_code(R"({"ignore-paths": ["run.py", "more.txt"]})"), 0);
    QCOMPARE(exit_code(R"({"ignore-paths": "run.py"})"), 1);
    write(model.path("model/[run.py,more.txt]"), "");
    QCOMPARE(exit_code(R"({"ignore-paths": ["run.py", "more.txt", "[run.py,more.txt]"]})"), 0);
    QCOMPARE(exit_code(R"({"ignore-paths": ["[run.py,more.txt]"]})"), 1);
    QCOMPARE(run_terminal({"digest", model.path("model"), "--params", R"({"shard-size": 4})"}).out,
             run_terminal({"digest", model.path("model"), "--shard-size", "4"}).out);
    QVERIFY(run_terminal({"version", "--params", R"({"json": true})"}).json()["version"].is_string());
  }

  void what_is_wrong_exits_2_data() {
    QTest::addColumn<QString>("params");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const char* params, const char* says) {
      QTest::newRow(name) << params << says;
    };
    row("unknown", R"({"frob": 1})", "“frob” is not an option of this verb");
    row("of another verb", R"({"shard-size": 1})", "“shard-size” is not an option of this verb");
    row("itself", R"({"params": "{}"})", "“params” is not an option of this verb");
    row("help", R"({"help": true})", "“help” is not an option of this verb");
    row("twice", R"({"public-key": "a", "public-key": "b"})", "twice");
    row("twice in two spellings", R"({"public-key": "a", "public_key": "b"})", "twice");
    row("no JSON", "{", "JSON");
    row("a list", "[]", "“[]” is not there");
    row("trailing", "{} {}", "JSON");
    row("null", R"({"public-key": null})", "--params.public-key");
    row("an object", R"({"public-key": {}})", "--params.public-key");
    row("half", R"({"public-key": 1.5})", "--params.public-key");
    row("list of lists", R"({"ignore-paths": [["a"]]})", "--params.ignore-paths");
    row("two for one", R"({"signature": ["a", "b"]})", "“signature” takes one value");
    row("text for a flag", R"({"ignore-unsigned-files": "yes"})", "takes true or false");
    row("number for a flag", R"({"ignore-unsigned-files": 1})", "takes true or false");
    row("absent file", "absent.json", "“absent.json” is not there");
    row("bad value", R"({"log-level": "loud"})", "loud");
  }

  void what_is_wrong_exits_2() {
    QFETCH(QString, params);
    QFETCH(QString, says);
    const auto answer = run_terminal({"verify", "key", "m", "--params", params.toStdString()});
    QCOMPARE(answer.exit_code, 2);
    QVERIFY2(answer.err.contains(says), qPrintable(answer.err));
    QVERIFY(answer.out.isEmpty());
  }

  void they_are_capped() {
    const TemporaryFolder folder;
    const std::string spaces(4 << 20, ' ');
    write(folder / "good.json", spaces.substr(2) + "{}");
    write(folder / "long.json", spaces + "{}");
    QCOMPARE(run_terminal({"version", "--params", (folder / "good.json").string()}).exit_code, 0);
    QCOMPARE(run_terminal({"version", "--params", (folder / "long.json").string()}).exit_code, 2);
    QCOMPARE(run_terminal({"version", "--params", "-"}, {}, false, spaces.substr(2) + "{}").exit_code, 0);
    QCOMPARE(run_terminal({"version", "--params", "-"}, {}, false, spaces + "{}").exit_code, 2);
    QCOMPARE(run_terminal({"version", "--params", "-", "--params", "-"}, {}, false, "{}").exit_code, 2);
  }
};

QTEST_APPLESS_MAIN(TestParams)
#include "tst_params.moc"
