#include <QProcess>
#include <QStandardPaths>
#include <QTest>

#include "run_terminal.h"

using namespace weighmaster;
using namespace weighmaster::tests;

namespace {

struct Ran {
  int exit_code;
  QString out;
};

Ran run_program(const QString& program, const QStringList& arguments) {
  QProcess process;
  process.setProcessChannelMode(QProcess::MergedChannels);
  process.start(program, arguments);
  if (!process.waitForFinished(20000)) return {-1, process.errorString()};
  return {process.exitCode(), QString::fromUtf8(process.readAll())};
}

}  // namespace

class TestCompletion : public QObject {
  Q_OBJECT

  TemporaryFolder folder_;

  QString script(const char* shell) {
    const auto path = folder_ / shell;
    write(path, run_terminal({"completion", shell}).out.toStdString());
    return QString::fromStdString(path.string());
  }

  /// What bash offers behind these words.
  QStringList completed(const QStringList& words) {
    const QString line = "source '" + script("bash") + "'; COMP_WORDS=(weighmaster-cli " + words.join(' ') +
                         "); COMP_CWORD=" + QString::number(words.size()) +
                         "; _weighmaster_cli; printf '%s\\n' \"${COMPREPLY[@]}\"";
    return run_program("bash", {"--norc", "-c", line}).out.split('\n', Qt::SkipEmptyParts);
  }

 private slots:
  void bash_reads_the_script() {
    const auto ran = run_program("bash", {"-n", script("bash")});
    QVERIFY2(ran.exit_code == 0, qPrintable(ran.out));
  }

  void the_other_shells_read_theirs() {
    for (const char* shell : {"zsh", "fish"}) {
      const auto path = script(shell);
      QVERIFY(
          QString::fromStdString(std::string(as_text(read(path.toStdString())))).contains("weighmaster-cli"));
      if (QStandardPaths::findExecutable(shell).isEmpty()) continue;
      const auto ran = run_program(shell, {"-n", path});
      QVERIFY2(ran.exit_code == 0, qPrintable(ran.out));
    }
  }

  void bash_completes_data() {
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QStringList>("offers");
    using L = QStringList;
    QTest::newRow("verbs") << L{"\"\""}
                           << L{"verify", "scan",  "sign",       "inspect",    "report", "digest",
                                "tokens", "trust", "publishers", "completion", "version"};
    QTest::newRow("start of a verb") << L{"ver"} << L{"verify", "version"};
    QTest::newRow("methods") << L{"verify", "\"\""} << L{"key", "certificate", "sigstore", "policy"};
    QTest::newRow("option") << L{"verify", "key", "m", "--public"} << L{"--public-key"};
    QTest::newRow("option of one method only") << L{"verify", "certificate", "--identity"} << L{};
    QTest::newRow("denial") << L{"verify", "sigstore", "--no-"}
                            << L{"--no-publishers", "--no-ignore-git-paths", "--no-ignore-unsigned-files"};
    QTest::newRow("choices") << L{"digest", "m", "--hash", "b"} << L{"blake2b", "blake3"};
    QTest::newRow("shells") << L{"completion", "\"\""} << L{"bash", "zsh", "fish"};
    QTest::newRow("option of policies") << L{"verify", "policy", "--model"} << L{"--model-name"};
    QTest::newRow("log formats") << L{"digest", "m", "--log-format", "\"\""} << L{"text", "json"};
    QTest::newRow("general option behind a verb") << L{"inspect", "--js"} << L{"--json"};
  }

  void bash_completes() {
    QFETCH(QStringList, words);
    QFETCH(QStringList, offers);
    QCOMPARE(completed(words), offers);
  }

  void bash_completes_files() {
    write(folder_ / "publisher.pub", "x");
    const auto start = QString::fromStdString((folder_ / "publ").string());
    QCOMPARE(completed({"verify", "key", "--public-key", start}),
             QStringList{QString::fromStdString((folder_ / "publisher.pub").string())});
    QCOMPARE(completed({"digest", start}),
             QStringList{QString::fromStdString((folder_ / "publisher.pub").string())});
  }
};

QTEST_APPLESS_MAIN(TestCompletion)
#include "tst_completion.moc"
